import type { Concept } from './concept.js';

/** Endings of Chinese names by what they denote; the longest that fits counts. To know another ending, add it. */
const ENDINGS: Readonly<Partial<Record<Concept, string>>> = {
  identifier: '主键 标识 标识符 唯一标识 ID',
  code: `编号 编码 代码 号 号码 单号 流水号 序列号 条码 条形码 邮编 邮政编码 手机 电话 手机号 端口 端口号 工号 学号 卡号
    账号 帐号 户号 车牌 传真 证号 批号 型号 字符集 机型`,
  position: '序号 排序 顺序 次序 显示顺序 排序值 行号 列号 名次 排名 位次 左值 右值 层级深度 优先级',
  bit_mask: '掩码 位图 标志位',
  date_part: '月份 月 季度 周 星期 小时 星期几 账期 期间 日 时段',
  year: '年份 年度 年 学年 财年',
  coordinate: '经度 纬度 海拔 坐标 横坐标 纵坐标 方位角 航向',
  version: '版本 版本号 乐观锁 修订号',
  class: `状态 类型 类别 分类 种类 级别 等级 方式 模式 性别 来源 渠道 格式 范围 阶段 原因 方向 颜色 品牌 语言 币种 行业
    部门 学历 民族 职务 职位 岗位 层级 形式 场景 策略 存储器 结果 风格 平台 版式 粒度 档次`,
  rating: '星级 评级',
  amount: `金额 总额 合计 总计 小计 收入 支出 销售额 成本 费用 费 运费 税额 税 税金 利润 毛利 退款 押金 定金 奖金 佣金
    预算 保费 赔款 款 货款 应付 实付 已付 应收 实收 未付 欠款 补贴 手续费 营收 流水 交易额 成交额 利息 租金 违约金 罚款 借款额 贷款额 总价 价款 应付款 应收款 支付额 提现额 充值额 消费额`,
  price: '单价 价格 价 售价 进价 原价 现价 成本价 市场价 报价 票价 单位成本 零售价 批发价 优惠价 会员价',
  quantity: `数量 数 销量 产量 用量 流量 销售量 采购量 出库量 入库量 发货量 访问量 浏览量 点击量 下载量 播放量 积分 件
    份数 个数 张数 箱数 吨数 里程 用电量 用水量 能耗 工作量 课时 学分`,
  count: '次数 人数 笔数 件数 条数 单数 订单数 户数 天数 总数 人次 计数 总次数 车辆数 行数 页数 字数',
  stock: '库存 库存量 存量 在册人数 在岗人数 人口 容量 床位数 编制 员工数 库存数量 结存 在库数量',
  balance: '余额 结余 负债 资产 存款 欠费 净值 可用额度',
  limit: '上限 下限 阈值 限额 额度 配额 最大值 最小值 目标值 预警值 最低 最高 起订量 安全库存',
  rate: `率 比例 占比 百分比 系数 权重 比率 比重 温度 湿度 压力 电压 频率 速度 浓度 密度 利率 汇率 税率 均值 平均 平均值 指数
    转化率 合格率 增长率 完成率 同比 环比 倍率 血压 心率`,
  discount: '折扣 优惠 折扣率',
  duration: '时长 耗时 用时 时间差 工时 周期 期限 有效期 时延 分钟 秒 毫秒 分钟数 小时数 秒数 加班时长 租期 执行时长',
  bytes: '字节数 大小 文件大小 字节',
  size: '重量 高度 长度 宽度 体积 面积 身高 体重 距离 直径 毛重 净重 厚度',
  score: '得分 分数 评分 成绩 总分 分值 绩点',
  age: '年龄',
  pay: '工资 薪资 薪酬 月薪 年薪 底薪 薪水',
  name: '名称 姓名 名字 名 标题 昵称 简称 全称 别名 用户名 主题',
  description: '描述 备注 说明 内容 正文 简介 摘要 评语 评论 留言 意见 附注 详情 介绍 文本 反馈',
  address: '地址 住址',
  place: '国家 省 省份 市 城市 区 区县 县 地区 区域 街道',
  locator: '头像地址 图片地址 文件地址 网站地址 网址 链接 地址链接 图片 头像 附件 文件 路径 域名 邮箱 文件名 图标 主机',
  digest: '哈希 摘要值 签名 令牌 密钥 密码',
  time: '时间 日期 时刻 时间戳 日期时间 生日',
  flag: '标志 标记 开关',
};

const CONCEPTS = new Map(
  Object.entries(ENDINGS).flatMap(([concept, words]) =>
    words.split(/\s+/).map((word) => [word, concept as Concept] as const),
  ),
);
const LONGEST = 6;

/** The concept of the longest known ending. */
export function chineseConcept(name: string): Concept | null {
  const plain = name.trim();
  if (/^(是否|有无|可否|能否)|与否$/u.test(plain)) {
    return 'flag';
  }
  for (let length = Math.min(LONGEST, plain.length); length > 0; length -= 1) {
    const concept = CONCEPTS.get(plain.slice(-length));
    if (concept) {
      return concept;
    }
  }
  return null;
}
