/** Words as an industry uses them. */
export interface IndustryTerms {
  /** Words of tables; a database with three of them is of the industry, with one of them has the part. */
  readonly markers: string;
  /** A part of any business: only the tables that have a marker, in their name or in a column, are of it. */
  readonly isPart?: boolean;
  /** `word=Chinese`, for columns and tables alike. */
  readonly terms: string;
}

/**
 * Terms without a general meaning, or of which the industry has another one. A term with its general meaning is only listed
 * where another industry, or its plural, has another.
 */
export const INDUSTRY_TERMS: readonly IndustryTerms[] = [
  {
    // Road transport
    markers:
      'truck trailer tractor driver carrier freight haul shipment dispatch fleet lane fuel consignment waybill depot',
    terms: `load=车次|stop=停靠点|load stop=停靠点|stop sequence=停靠顺序|stop type=停靠点类型|leg=运输段|lane=运输线路|terminal=站点|equipment type=车型|equipment=车型
shipment=运单|shipment status=运单状态|shipment type=运单类型|load shipment=装车记录|rate card=运价表|rate=运价|accessorial=附加费|accessorial charge=附加费|linehaul=干线运费|line haul=干线运费
detention=滞留|detention minute=滞留分钟数|detention hour=滞留小时数|layover=过夜停留|deadhead=空驶|deadhead mile=空驶里程|mile=里程(英里)|miles=里程(英里)|commodity=货物|commodity class=货物类别|freight class=货物等级|commodity type=货物类型
settlement=结算单|driver settlement=司机结算单|carrier settlement=承运商结算单|fuel purchase=加油记录|fuel card=加油卡|gallon=加仑数|gallons=加仑数|maintenance order=维修工单|repair order=维修工单|maintenance=维修|work order=工单|odometer reading=里程表读数
yard=堆场|yard move=堆场调车|drop=甩挂|tender=派单|tender status=派单状态|pickup appointment=提货预约|bol=提单|pod=签收单|inspection=车检|unit number=车辆编号|model year=年款|year model=年款|tractor=牵引车|reefer=冷藏车|flatbed=平板车|claim=货损理赔
shop=维修厂|repair shop=维修厂|lease operator=租赁司机|home terminal=所属站点|parts cost=配件成本|part cost=配件成本|parts=配件|dry van=厢式挂车|lowboy=低平板车|tanker=罐车|hotshot=小型拖挂|lumper fee=装卸工费|backhaul=回程|dock=装卸口|seal number=封签号|axle=车轴|empty miles=空驶里程(英里)|loaded miles=重驶里程(英里)|hub=分拨中心|route=运输路线|manifest=配载单|pro number=运单号|mc number=MC 编号|dot number=DOT 编号|safety rating=安全评级|drayage=短驳|chassis=底盘车|cross dock=越库`,
  },
  {
    // Warehouses
    markers: 'warehouse inventory sku bin putaway pick stocktake receipt pallet replenishment',
    isPart: true,
    terms: `item=货品|inventory item=库存批次|item code=货品编码|item number=货品编号|item name=货品名称|location=库位|aisle=巷道|pick=拣货|pick list=拣货单|wave=拣货波次|carton=箱|receipt=入库单|receipt line=入库明细|shipment=出库单
inventory transaction=库存流水|stock transaction=库存流水|stock movement=库存流水|adjustment=盘点调整|on hand=在库|quantity on hand=在库数量|quantity allocated=已分配数量|allocated quantity=已分配数量|quantity reserved=已预留数量|lot=批次`,
  },
  {
    // Insurance
    markers:
      'policy policyholder claim premium coverage underwriting insured endorsement adjuster claimant peril reinsurance beneficiary',
    terms: `policy=保单|policy type=险种|policy term=保险期间|claim=理赔|claim number=理赔号|claim payment=赔款|claim reserve=未决赔款准备金|reserve=准备金|reserve amount=准备金金额|premium=保费
written premium=签单保费|earned premium=已赚保费|annual premium=年保费|coverage=保障|coverage limit=保额|coverage type=保障类型|limit=保额|copay=自付额|endorsement=批单|quote=报价单|agency=代理机构|agent=代理人|producer=业务员
peril=承保风险|loss=损失|date of loss=出险日期|loss type=损失类型|loss cause=出险原因|cause of loss=出险原因|subrogation=代位追偿|salvage=残值|recovery=追偿款|recovery amount=追偿金额|insured value=保险金额|sum insured=保险金额|holder=投保人
beneficiary=受益人|rider=附加险|renewal=续保|renewed=续保|cancellation=退保|bind=承保|bound=承保|risk=风险标的|exposure=风险单位|dwelling=住宅|installment=分期保费|treaty=再保合同|line of business=险类|product line=险类
claim line=理赔明细|claim note=理赔记录|claim party=理赔相关方|named insured=被保险人|payment plan=缴费方式|billing plan=缴费方式|down payment=首期保费|reinstatement=复效|nonrenewal=不续保|cancellation reason=退保原因|cession=分出业务|reinsurer=再保险公司|ceded premium=分出保费|bodily injury=人身伤害|injury=伤情|appraisal=定损|damage estimate=定损金额
repair shop=维修厂|total loss=全损|reported date=报案日期|report date=报案日期|reported on=报案日期|reported at=报案时间|closed date=结案日期|closed on=结案日期|closed at=结案时间|paid amount=赔付金额|incurred amount=已发生赔款|incurred=已发生赔款|outstanding reserve=未决赔款准备金|case reserve=个案准备金|indemnity=赔款|premium due=应缴保费|premium paid=已缴保费|face amount=保额|inception date=起保日期
rating factor=费率因子|territory=费率区域|bordereau=分保清单|combined ratio=综合成本率|lapse date=失效日期|surrender=退保|surrender value=退保金|cash value=现金价值|death benefit=身故保险金|waiting period=等待期|grace period=宽限期|broker commission=经纪佣金`,
  },
  {
    // Online shops and market places
    markers:
      'cart coupon sku wishlist voucher merchant seller storefront variant fulfillment fulfilment basket shopper',
    terms: `store=店铺|merchant=商家|variant=商品规格|listing=在售商品|fulfillment=履约|fulfilment=履约|fulfillment status=履约状态|checkout=结算|return request=退货申请|review=评价|voucher=优惠券|basket=购物车|carrier=快递公司|tracking event=物流轨迹|tracking=物流
shipment=包裹|shipment status=包裹状态|payout=打款|settlement=结算单|chargeback=拒付|dispute=交易纠纷|loyalty=会员积分|loyalty point=会员积分|tier=会员等级|flash sale=秒杀活动|bundle=组合套装|restock=补货|store credit=余额抵扣|aov=客单价|abandoned=弃单|abandoned cart=弃单`,
  },
  {
    // Subscription software
    markers: 'subscription tenant workspace plan seat invoice organization feature usage webhook churn trial addon',
    terms: `plan=套餐|plan name=套餐名称|seat=席位|seats=席位数|seat count=席位数|workspace=工作区|tenant=租户|churn=流失|churn reason=流失原因|feature=功能|feature flag=功能开关|usage=用量|usage event=用量事件|usage record=用量记录|meter=计量项
add on=附加项|addon=附加项|upgrade=升级|downgrade=降级|renewal=续订|billing cycle=计费周期|mrr=月经常性收入|arr=年经常性收入|dunning=催缴|ticket=工单|ticket comment=工单评论|agent=客服|article=帮助文章|integration=集成|session=会话|member=成员`,
  },
  {
    // Hospitals and clinics
    markers:
      'patient doctor physician clinic hospital prescription diagnosis admission ward appointment encounter nurse visit medication bed lab surgery register',
    terms: `visit=就诊|visit date=就诊日期|admission=住院|registration=挂号|registration type=挂号类型|registration fee=挂号费|register=挂号|department=科室|ward=病区|bed=床位|room=病房|chart=病历
order=医嘱|lab order=检验申请|lab result=检验结果|lab test=检验项目|test=检查项目|procedure=诊疗操作|treatment order=治疗单|treat=治疗|allergy=过敏史|vital=生命体征|vitals=生命体征|dosage=用法用量|frequency=用药频次|route=给药途径|medication=药品|refill=续方
prescription item=处方明细|prescription line=处方明细|dispense=发药|dispensed=发药|pharmacy=药房|pharmacist=药师|provider=医务人员|attending=主治|attending physician=主治医师|schedule=排班|copay=自付金额|claim=医保结算|insurance=医保|consultation=会诊|complaint=主诉|chief complaint=主诉`,
  },
  {
    // Schools and universities
    markers:
      'student course teacher enrollment enrolment semester school class exam grade lecturer classroom faculty homework campus tuition parent',
    terms: `class=班级|grade=成绩|term=学期|section=教学班|credit=学分|assignment=作业|submission=作业提交|enrollment=选课|enrolment=选课|subject=科目|test=测验|score=分数|mark=分数|minor=辅修专业
faculty=院系|department=院系|dorm=宿舍|principal=校长|advisor=导师|adviser=导师|tutor=辅导老师|session=课次|room=教室|capacity=容纳人数|instructor=授课教师|application=入学申请|admission=录取|club=社团|library loan=借阅`,
  },
  {
    // Hotels
    markers: 'hotel room reservation guest booking checkin checkout housekeeping stay property',
    terms: `room=客房|room type=房型|room number=房号|rate=房价|rate plan=价格方案|stay=入住|nights=入住晚数|night=入住晚数|check in=入住|checkin=入住|checkout=退房|booking=预订|channel=预订渠道|folio=客账|folio item=客账明细|charge=消费|housekeeping=客房清洁|occupancy=入住率|adults=成人数|children=儿童数|floor=楼层|no show=未到店|property=酒店`,
  },
  {
    // Restaurants
    markers: 'restaurant menu dish table reservation kitchen waiter recipe ingredient',
    terms: `table=餐桌|cover=用餐人数|covers=用餐人数|party size=用餐人数|course=菜式|order=点单|server=服务员|station=档口|recipe=配方|ingredient=食材|portion=份量|tab=账单|check=账单|modifier=加料`,
  },
  {
    // Property
    markers: 'property lease tenant landlord apartment unit listing rent building viewing broker',
    terms: `unit=房源|unit number=房号|tenant=租客|listing=挂牌房源|viewing=看房|showing=看房|offer=报价|deposit=押金|rent=租金|maintenance request=报修单|work order=维修工单|floor=楼层|square feet=面积(平方英尺)|square footage=面积(平方英尺)|bedroom=卧室|bedrooms=卧室数|bathroom=卫生间|bathrooms=卫生间数|agent=经纪人|inspection=验房|closing=成交|closing date=成交日期`,
  },
  {
    // Banks
    markers: 'account loan deposit branch card transaction borrower teller repayment overdraft customer collateral',
    isPart: true,
    terms: `branch=网点|teller=柜员|installment=还款期次|principal=本金|interest=利息|limit=额度|card=银行卡|beneficiary=收款人|delinquency=逾期|provision=拨备`,
  },
  {
    // Manufacturing
    markers: 'bom machine routing workcenter production assembly operation component downtime scrap',
    isPart: true,
    terms: `operation=工序|operation number=工序号|station=工位|line=产线|production line=产线|run=生产批次|lot=批次|part=零部件|part number=零部件号|assembly=装配件|yield=良品率|rework=返工|work order=生产工单|job=生产任务|machine=设备|downtime=停机|stoppage=停机|inspection=检验|fixture=夹具|tooling=工装|material=物料|item=物料|load=负荷`,
  },
  {
    // Personnel
    markers: 'employee payroll attendance leave applicant candidate timesheet salary recruitment benefit interview',
    isPart: true,
    terms: `leave=请假|leave type=假别|leave request=请假单|timesheet=工时单|grade=职级|level=职级|band=薪级|title=职务|position=岗位|job=岗位|opening=招聘职位|requisition=招聘需求|offer=录用通知|review=绩效考核|rating=绩效等级|goal=绩效目标|termination=离职|terminated=离职|session=培训场次`,
  },
  {
    // Telecoms
    markers: 'subscriber msisdn sim tariff roaming cdr tower topup handset prepaid',
    terms: `plan=资费套餐|usage=用量|call=通话|cell=小区|site=基站|topup=充值|port=携号转网|line=线路|handset=手机终端|bundle=流量包|charge=话费|churn=离网|number=号码`,
  },
  {
    // Utilities
    markers: 'meter reading tariff consumption outage substation feeder premise grid',
    terms: `meter=电表|reading=抄表记录|premise=用电地址|tariff=电价|outage=停电|feeder=馈线|connection=接户|usage=用量|load=负荷`,
  },
  {
    // Airlines
    markers: 'flight airport aircraft passenger ticket airline baggage crew boarding',
    terms: `leg=航段|segment=航段|seat=座位|cabin=舱位|fare=票价|fare class=舱位等级|booking=订座|ticket=机票|boarding pass=登机牌|terminal=航站楼|tail number=机尾号|stop=经停|load factor=客座率|class=舱位`,
  },
  {
    // Events and culture
    markers: 'event venue ticket seat performance concert attendee organizer speaker',
    terms: `event=活动|venue=场馆|ticket=门票|seat=座位|section=看台区|row=排|performance=演出|performer=演出者|session=场次|organizer=主办方|attendee=参会者|speaker=演讲嘉宾|booth=展位|sponsor=赞助商|check in=签到`,
  },
];
