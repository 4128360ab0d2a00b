/** `initials=Chinese`: initials of Chinese terms that are usual in schemas without comments, and mean only one. */
export const PINYIN = `
xm=姓名|xb=性别|csrq=出生日期|sfzh=身份证号|sfzhm=身份证号码|zjhm=证件号码|zjlx=证件类型|mz=民族|jg=籍贯|nl=年龄|zz=住址|dz=地址|lxdh=联系电话|lxr=联系人|lxrdh=联系人电话|sjh=手机号|sjhm=手机号码|dh=电话|yx=邮箱|yb=邮编|yzbm=邮政编码
bz=备注|bh=编号|mc=名称|lx=类型|zt=状态|je=金额|sl=数量|dj=单价|zj=总价|zje=总金额|rq=日期|sj=时间|kssj=开始时间|jssj=结束时间|ksrq=开始日期|jsrq=结束日期|cjsj=创建时间|gxsj=更新时间|xgsj=修改时间|cjr=创建人|gxr=更新人|xgr=修改人|czr=操作人|czsj=操作时间|djrq=登记日期|djsj=登记时间|tbrq=填报日期
bm=部门|bmmc=部门名称|bmbh=部门编号|gh=工号|zw=职务|zc=职称|xl=学历|xw=学位|zy=专业|byyx=毕业院校|rzrq=入职日期|gz=工资|dw=单位|dwmc=单位名称|gsmc=公司名称|khmc=客户名称|khbh=客户编号|gysmc=供应商名称|ddbh=订单编号|ddh=订单号|htbh=合同编号|htmc=合同名称|htje=合同金额|fph=发票号|spmc=商品名称|spbh=商品编号|cpmc=产品名称|cpbh=产品编号|gg=规格|xh=型号|pp=品牌|kc=库存|kcsl=库存数量|ckmc=仓库名称|ck=仓库
xsxm=学生姓名|xh_xs=学号|bj=班级|bjmc=班级名称|kcmc=课程名称|kch=课程号|cj=成绩|xf=学分|xq=学期|xn=学年|jsxm=教师姓名|ysxm=医生姓名|hzxm=患者姓名|zyh=住院号|mzh=门诊号|blh=病历号|ksmc=科室名称|zdmc=诊断名称|ypmc=药品名称|jyjg=检验结果
sf=省份|cs=城市|qx=区县|jd=经度|wd=纬度|cph=车牌号|cphm=车牌号码|sbmc=设备名称|sbbh=设备编号|yt=用途|ly=来源|yy=原因|nr=内容|bt=标题|fj=附件|sfyx=是否有效|scbz=删除标志|pxh=排序号|xzqh=行政区划|xzqhdm=行政区划代码|tyshxydm=统一社会信用代码
`;
