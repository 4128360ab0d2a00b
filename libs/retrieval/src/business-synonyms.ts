/**
 * Words that mean the same in the data of a business, whatever they mean elsewhere: the vectors of words come from general
 * texts, where a firm is hard and a stall is for horses. One group a line.
 */
const GROUPS = `
company firm business enterprise corporation organization organisation 公司 企业 单位
revenue turnover sale taking income proceed earning receipt payment 营业额 销售额 收入 营收 流水 进账 交易额 支付
customer client buyer purchaser shopper consumer 客户 顾客 买家 消费者
employee staff worker personnel colleague 员工 职工 雇员 职员 人员
supplier vendor provider 供应商 供货商 厂商
product item good article merchandise commodity 商品 产品 货品 货物
shop store outlet branch stall kiosk booth 门店 店铺 商店 网点 分店 档口 摊位
order purchase booking 订单 订购 下单
price cost fee charge 价格 单价 费用 成本 售价
invoice bill 发票 账单
shipment delivery dispatch consignment 发货 配送 运单 快递
vehicle car automobile traffic 车辆 汽车 车流 车流量
warehouse depot storehouse 仓库 库房
stock inventory 库存 存货
doctor physician 医生 医师 大夫
patient 患者 病人
teacher instructor lecturer 教师 老师 讲师
student pupil learner 学生 学员
user member subscriber account 用户 会员 账号 账户
area region district zone territory 地区 区域 片区 大区
department division 部门 科室
manager boss supervisor 经理 主管 负责人 上级
salary wage compensation 工资 薪资 薪水 薪酬
contract agreement 合同 协议
complaint grievance 投诉
refund reimbursement 退款 退货
discount rebate promotion 折扣 优惠 促销
category type class kind genre 类别 类型 种类 分类 品类
phone telephone mobile 电话 手机
film movie 电影 影片
song track tune 歌曲 曲目
road route highway 道路 路线 公路 路段
visit appointment consultation 就诊 预约 门诊
drug medicine medication 药品 药物 药
loan credit lending 贷款 借款
policy insurance 保单 保险
task job assignment 任务
trip journey ride 行程 旅程
address location site 地址 位置 地点
`;

const groups = GROUPS.trim()
  .split('\n')
  .map((line) => line.split(' '));
const byWord = Map.groupBy(
  groups.flatMap((group) => group.map((word) => ({ word, group }))),
  ({ word }) => word,
);

/** Other words, in the singular, for what the word means in a business; none for most words. */
export function businessSynonyms(word: string): string[] {
  return (byWord.get(word) ?? []).flatMap(({ group }) => group.filter((other) => other !== word));
}
