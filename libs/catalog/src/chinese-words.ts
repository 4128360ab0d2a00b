import { singularWord } from './inflection.js';
import type { Column, Relation } from './model.js';
import { identifierWords } from './naming.js';

/**
 * Chinese for words that business schemas are full of. An identifier is put into Chinese only when every word of it is
 * here; otherwise it stays as it is. Whole phrases stand before their words.
 */
const PHRASES = `
first name=名字|last name=姓氏|manager staff=经理|film list=影片列表|film info=影片信息|actor info=演员信息|customer list=客户列表|full name=全名|user name=用户名|phone number=电话号码|zip code=邮政编码|postal code=邮政编码
unit price=单价|tax rate=税率|discount rate=折扣率|release year=发行年份|rental rate=租金|rental duration=租期|replacement cost=重置成本|special features=特别花絮
birth date=出生日期|hire date=入职日期|order date=下单日期|invoice date=开票日期|payment date=付款日期|rental date=租借日期
return date=归还日期|create date=建档日期|start date=开始日期|end date=结束日期|due date=到期日期|ship date=发货日期
media type=媒体类型|invoice line=发票明细|order line=订单明细|order item=订单明细|playlist track=播放列表曲目
staff list=员工列表|film actor=影片演员|film category=影片类别|original language=原始语言|support rep=客服代表|reports to=上级
billing address=账单地址|billing city=账单城市|billing country=账单国家|billing postal code=账单邮编
row count=行数|page view=浏览量|service area=服务区|section route=路段|license plate=车牌|store manager=店长|file name=文件名
mime type=文件类型|content type=内容类型|display name=显示名称|home lat=所在纬度|home lon=所在经度|ip address=IP 地址
created at=创建时间|updated at=更新时间|deleted at=删除时间|create time=创建时间|update time=更新时间|last update=最后更新时间|created by=创建人|updated by=更新人
id no=证件号码|id number=证件号码|id card=身份证|id card no=身份证号|start time=开始时间|end time=结束时间|user ip=用户 IP|is deleted=是否删除
relation member=关系成员|current relation member=当前关系成员|gps point=轨迹点|member type=成员类型|member role=成员角色|team member=团队成员|group member=小组成员|from user=发送人|to user=接收人|reported user=被举报用户
active storage attachment=存储附件|active storage blob=存储文件|active storage variant record=存储文件变体|delayed job=延迟任务|background job=后台任务
byte size=字节数|expires in=有效期(秒)|redirect uri=重定向地址|terms agreed=条款同意时间|terms seen=查看条款|home zoom=默认缩放级别|sent on=发送日期|resource owner=资源所有者
`;

const WORDS = `
access=访问|acl=访问控制|action=操作|agreed=同意|altitude=海拔|application=应用|attachment=附件|attempt=尝试次数|attribute=属性|block=封禁|canceled=取消|cancelled=取消
challenge=质询|changeset=变更集|completed=完成|confidential=保密|created=新建|creation=创建|creator=创建者|current=当前|deactivate=停用|deleted=删除|diary=日记|digest=摘要|domain=域名|editor=编辑器
entry=条目|error=错误|failed=失败|filename=文件名|finished=完成|format=格式|gps=GPS|gpx=GPX|grant=授权|granter=授予人|handler=处理程序|heatmap=热力图|home=住所|host=主机|internal=内部|ip=IP 地址
k=键|key=键|last=最后|lat=纬度|lock=锁定|locked=锁定|lon=经度|max=最大|metadata=元数据|migration=迁移|min=最小|modified=修改|mute=屏蔽|muted=屏蔽|new=新|node=节点|notification=通知|oauth=OAuth|openid=OpenID
param=参数|phrase=短语|point=点|preference=偏好|preferred=首选|public=公开|published=发布|queue=队列|read=阅读|recipient=接收者|redaction=修订|relation=关系|request=请求|resolved=解决|resource=资源
revoked=撤销|revoker=撤销人|run=运行|schema=模式|scope=范围|seen=查看|sent=发送|social=社交|spammy=垃圾|storage=存储|subscriber=订阅者|subscription=订阅|token=令牌|trace=轨迹|updated=更新|v=值|valid=有效
variant=变体|variation=变体|visibility=可见性|visible=可见|way=路径|zoom=缩放级别
account=账户|active=启用状态|activebool=启用标记|address2=地址第二行|username=用户名|info=信息|list=列表|actor=演员|address=地址|age=年龄|album=专辑|amount=金额|area=区域|artist=艺术家|author=作者
average=平均|balance=余额|bank=银行|batch=批次|billing=账单|birth=出生|body=正文|book=图书|branch=分支机构|brand=品牌|budget=预算
bytes=字节数|car=车辆|card=卡|cart=购物车|category=类别|channel=渠道|city=城市|class=类别|client=客户|closed=关闭|code=编码
color=颜色|comment=评论|company=公司|composer=作曲者|contact=联系人|content=内容|contract=合同|cost=成本|count=数量|country=国家|county=县
course=课程|currency=币种|customer=客户|daily=每日|date=日期|day=日|delivery=配送|department=部门|description=描述|detail=明细
device=设备|direction=方向|discount=折扣|district=地区|duration=时长|education=学历|email=邮箱|employee=员工|end=结束|event=事件
expense=支出|fax=传真|fee=费用|file=文件|film=影片|flight=航班|friend=好友|gender=性别|genre=流派|goods=商品|grade=等级
group=分组|height=高度|hotel=酒店|hour=小时|id=编号|image=图片|income=收入|industry=行业|inventory=库存|invoice=发票|issue=问题|item=条目
job=职位|kind=种类|language=语言|latitude=纬度|length=长度|level=级别|link=链接|location=位置|longitude=经度|manager=经理|mapper=映射|mapping=映射
material=物料|media=媒体|member=会员|message=消息|method=方式|milliseconds=时长(毫秒)|minute=分钟|mode=模式|model=型号|month=月份
movie=电影|name=名称|nickname=昵称|no=编号|note=备注|notes=备注|number=编号|office=办公室|order=订单|orders=订单|organization=组织
owner=所有者|page=页面|parent=上级|part=零件|password=密码|patient=患者|pay=支付|payment=付款|period=周期|person=人员|phone=电话|picture=图片
plan=计划|platform=平台|playlist=播放列表|points=积分|price=价格|priority=优先级|product=产品
profit=利润|project=项目|province=省份|purchase=采购|quantity=数量|rank=排名|rate=比率|rating=评级|reason=原因|record=记录
refund=退款|region=地区|remark=备注|rental=租借|report=报告|result=结果|revenue=营收|review=评价|role=角色|room=房间|route=路线
salary=薪资|sale=销售|sales=销售额|school=学校|score=评分|season=季节|sequence=顺序|service=服务|sex=性别|shop=店铺
size=大小|source=来源|staff=员工|stage=阶段|start=开始|state=状态|station=站点|status=状态|stock=库存|store=门店|street=街道
student=学生|supplier=供应商|system=系统|tag=标签|target=目标|task=任务|tax=税额|teacher=教师|team=团队|ticket=票据|time=时间|timestamp=时间戳
title=标题|total=总额|track=曲目|trade=交易|transaction=交易|type=类型|unit=单位|url=网址|user=用户|value=值|vehicle=车辆
vendor=供应商|version=版本|visit=访问|warehouse=仓库|week=周|weight=重量|width=宽度|year=年份
`;

function dictionary(text: string): ReadonlyMap<string, string> {
  const entries = text.split(/[|\n]/).filter(Boolean);
  return new Map(entries.map((entry) => entry.split('=') as [string, string]));
}

const phrases = dictionary(PHRASES);
const words = dictionary(WORDS);

const PLACE = /\b(city|country|zip|postal|postcode)\b/;

/** Chinese for the words of an identifier, or null when one of them is unknown. */
export function chineseFor(parts: readonly string[]): string | null {
  return translate(parts) ?? translate(parts.map(singularWord));
}

/** The words of a column's name for `chineseFor`: a `state` next to a city is a part of the country. */
export function columnWords({ name }: Column, { columns }: Relation): string[] {
  const own = identifierWords(name);
  const isPlace = own.at(-1) === 'state' && columns.some((other) => PLACE.test(identifierWords(other.name).join(' ')));
  return isPlace ? [...own.slice(0, -1), 'province'] : own;
}

/** `order_id`, `closed_at`, `sent_on`, `resolved_by` */
const ENDINGS: Readonly<Record<string, string>> = { id: '编号', at: '时间', on: '日期', by: '人' };

function translate(parts: readonly string[]): string | null {
  if (parts.length === 0 || parts.length > 4) {
    return null;
  }
  const phrase = phrases.get(parts.join(' '));
  if (phrase !== undefined) {
    return phrase;
  }
  const ending = parts.length > 1 ? ENDINGS[parts.at(-1) ?? ''] : undefined;
  if (ending !== undefined) {
    const what = translate(parts.slice(0, -1));
    return what && `${what}${ending}`;
  }
  const [first, ...rest] = parts;
  if ((first === 'total' || first === 'num') && rest.length > 0) {
    const quantity = translate(rest);
    return quantity && (first === 'total' ? `总${quantity}` : `${quantity}数`);
  }
  const by = parts.indexOf('by');
  if (by > 0 && by < parts.length - 1) {
    const [what, whom] = [translate(parts.slice(0, by)), translate(parts.slice(by + 1))];
    return what && whom && `${whom}${what}`;
  }
  const translated = parts.map((part) => words.get(part));
  return translated.includes(undefined) ? null : translated.join('');
}
