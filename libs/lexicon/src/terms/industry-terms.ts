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
    terms: `room=客房|room type=房型|room number=房号|rate=房价|rate plan=价格方案|stay=入住|nights=入住晚数|night=入住晚数|check in=入住|checkin=入住|checkout=退房|booking=预订|channel=预订渠道|folio=客账|folio item=客账明细|charge=消费|housekeeping=客房清洁|occupancy=入住率|adults=成人数|children=儿童数|floor=楼层|no show=未到店|property=酒店|night audit=夜审|arrival date=抵店日期|departure date=离店日期|check in date=入住日期|check out date=退房日期|checkin date=入住日期|checkout date=退房日期|room night=间夜|room nights=间夜数|room status=房态|housekeeping task=客房清扫任务|board basis=餐食安排|room block=团队用房|group booking=团队预订|walk in=散客|nightly rate=每晚房价|daily rate=日房价|occupancy rate=入住率|loyalty tier=会员等级|guest review=客人点评|minibar=迷你吧|amenity=设施|adr=平均房价|revpar=每间可售房收入|bed type=床型|smoking=可吸烟|rate code=房价码|meal plan=餐食套餐|cancellation policy=取消政策|deposit=押金|market segment=客源市场|company=协议单位|travel agent=旅行社`,
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
    terms: `operation=工序|operation number=工序号|station=工位|line=产线|production line=产线|run=生产批次|lot=批次|part=零部件|part number=零部件号|assembly=装配件|yield=良品率|rework=返工|work order=生产工单|job=生产任务|machine=设备|downtime=停机|stoppage=停机|inspection=检验|fixture=夹具|tooling=工装|material=物料|item=物料|load=负荷|run hours=运行小时数|running hours=运行小时数|item number=物料编号|item code=物料编码|item type=物料类型|work center=工作中心|scrap=报废|scrap reason=报废原因|scrap code=报废原因|scrap quantity=报废数量|downtime code=停机原因|downtime reason=停机原因|downtime event=停机记录|shift=班次|crew=班组|cycle time=节拍时间|setup time=换型时间|changeover=换型|bill of materials=物料清单|bom=物料清单|bom line=物料清单行|quality inspection=质量检验|nonconformance=不合格品|defect=缺陷|defect code=缺陷代码|defect type=缺陷类型|first pass yield=一次合格率|oee=设备综合效率|plant=工厂|production run=生产批次|batch=批次|material issue=领料单|lead time=提前期|safety stock=安全库存|finished good=成品|raw material=原材料|semi finished=半成品|quantity scrapped=报废数量|quantity good=合格数量|good quantity=合格数量|planned start=计划开工时间|planned end=计划完工时间|actual start=实际开工时间|actual end=实际完工时间|due date=交期|maintenance order=保养工单|preventive maintenance=预防性保养|breakdown=故障停机|mold=模具|die=模具|tool=刀具|operator=操作工|supervisor=班组长|routing=工艺路线|routing step=工艺步骤|component=组件|standard cost=标准成本|standard hours=标准工时|actual hours=实际工时|labor hours=人工工时|machine hours=机器工时|heat=炉次|coil=卷材`,
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
    terms: `plan=资费套餐|usage=用量|call=通话|cell=小区|site=基站|topup=充值|port=携号转网|line=线路|handset=手机终端|bundle=流量包|charge=话费|churn=离网|number=号码|cell site=基站|billing account=计费账户|top up=充值|plan family=套餐系列|plan change=套餐变更|term reason=离网原因|root cause=故障原因|data usage=流量|voice minutes=通话分钟数|roaming event=漫游记录|roaming partner=漫游合作运营商|sim card=SIM 卡|number portability=携号转网|data cap=流量上限|overage=套外费用|overage charge=套外费用|activation=入网|activation date=入网日期|activated at=入网时间|activated on=入网日期|deactivation date=离网日期|service outage=网络故障|dunning action=催缴记录|contract term=合约期|monthly fee=月租费|data allowance=套内流量|call record=话单|cdr=话单|prepaid=预付费|postpaid=后付费|tower=铁塔|port in=携入|port out=携出|trouble ticket=故障工单|installation order=装机工单`,
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
  {
    // Gyms and clubs
    markers: 'gym club trainer membership workout locker class coach fitness instructor',
    terms: `club=门店|home club=所属门店|gym=健身房|class=团课|class type=团课类型|class session=团课场次|session=场次|trainer=教练|coach=教练|instructor=教练|membership=会籍|membership type=会籍类型|membership tier=会员等级|membership plan=会籍方案|tier=会员等级|member=会员|booking=预约|check in=签到|attended=到课|no show=爽约|capacity=容纳人数|locker=储物柜|pt package=私教课包|pt session=私教课|personal training session=私教课|personal training package=私教课包|guest pass=访客券|freeze=停卡|frozen=停卡|equipment=器械|monthly fee=月费|joining fee=入会费|waitlist=候补|specialty=擅长项目|intensity=强度|joined date=入会日期|joined on=入会日期|joined at=入会时间|join date=入会日期`,
  },
  {
    // Charities
    markers: 'donor donation campaign volunteer grant pledge beneficiary fundraiser charity',
    terms: `campaign=募捐活动|appeal=募捐活动|gift=捐赠|pledge=认捐|grant=资助|fund=专项基金|beneficiary=受助人|donor=捐赠人|donation=捐款|volunteer=志愿者|shift=志愿服务班次|chapter=分会|designation=指定用途|recurring gift=定期捐款|soft credit=间接捐赠`,
  },
  {
    // Farms
    markers: 'farm field crop harvest livestock irrigation fertilizer herd paddock animal planting seed',
    terms: `field=地块|plot=地块|crop=作物|harvest=采收|yield=产量|herd=畜群|lot=批次|treatment=施药|application=施用|planting=种植|variety=品种|spray=喷施|feed=饲料|feeding=饲喂|milking=挤奶|calving=产犊|breed=品种|paddock=围场|parcel=地块|stand=长势|bin=粮仓|tank=储罐|tag number=耳标号|ear tag=耳标号`,
  },
  {
    // Building sites
    markers: 'project site contractor subcontractor permit foreman crew drawing tender inspection rfi',
    terms: `site=工地|trade=工种|crew=施工班组|change order=变更单|variation=变更|submittal=报审资料|rfi=工程咨询单|punch list=整改清单|punch item=整改项|retention=质保金|progress claim=进度款申请|draw=进度款|phase=施工阶段|bid=投标|bidder=投标人|tender=招标|permit=施工许可|daily report=施工日报|cost code=成本科目|foreman=工长|subcontractor=分包商|contractor=承包商|superintendent=现场负责人`,
  },
  {
    // Law firms and courts
    markers: 'case court attorney lawyer hearing docket matter judge plaintiff defendant filing verdict',
    terms: `case=案件|case number=案号|case type=案由|matter=案件|hearing=庭审|docket=案卷|filing=立案|filing date=立案日期|filed date=立案日期|filed on=立案日期|party=当事人|charge=指控|sentence=刑期|motion=动议|order=裁定|judgment=判决|brief=诉状|billing rate=计费费率|time entry=工时记录|retainer=预付律师费|counsel=律师|attorney=律师|bench=审判庭|appeal=上诉|disposition=处理结果|settlement=和解`,
  },
  {
    // Animal clinics
    markers: 'pet vet veterinarian vaccination breed clinic owner animal species',
    terms: `pet=宠物|vet=兽医|owner=宠物主人|visit=就诊|appointment=预约|species=物种|breed=品种|procedure=诊疗项目|boarding=寄养|grooming=美容|microchip=芯片号|microchip number=芯片号|neutered=已绝育|vaccination=接种|weight=体重`,
  },
  {
    // Libraries
    markers: 'library book borrower copy author publisher loan isbn shelf patron',
    terms: `copy=馆藏副本|item=馆藏|patron=读者|member=读者|borrower=读者|loan=借阅|hold=预约|fine=逾期罚款|branch=分馆|checkout=借出|due date=应还日期|return date=归还日期|returned at=归还时间|renewal=续借|shelf=书架|call number=索书号|title=书目|edition=版本`,
  },
  {
    // Marketing
    markers: 'campaign lead impression click conversion audience ad keyword landing attribution creative',
    terms: `lead=线索|impression=展示|impressions=展示次数|click=点击|clicks=点击次数|conversion=转化|conversions=转化次数|creative=创意|placement=广告位|ad=广告|ad group=广告组|ad set=广告组|audience=受众|spend=投放花费|budget=预算|reach=触达人数|segment=人群|touchpoint=触点|channel=渠道|bid=出价|landing page=落地页|opportunity=商机|pipeline=销售管道`,
  },
  {
    // Service desks
    markers: 'incident ticket asset change release server outage sla queue escalation knowledge',
    terms: `incident=故障单|ticket=工单|change=变更单|change request=变更申请|release=发布|asset=资产|queue=处理队列|agent=坐席|requester=申请人|assignee=处理人|assignment group=处理组|service request=服务请求|problem=问题单|root cause=根本原因|resolution=解决方案|escalation=升级|ci=配置项|configuration item=配置项|on call=值班|outage=故障|priority=优先级|impact=影响范围|urgency=紧急程度`,
  },
  {
    // Leagues
    markers: 'team player match season league fixture goal referee stadium standing',
    terms: `match=比赛|fixture=赛程|game=比赛|season=赛季|league=联赛|standing=积分榜|goal=进球|goals=进球数|assist=助攻|assists=助攻数|cap=出场次数|appearance=出场|booking=黄牌|red card=红牌|transfer=转会|squad=阵容|position=位置|club=俱乐部|home team=主队|away team=客队|half=半场|points=积分|round=轮次|venue=比赛场馆|coach=主教练|referee=裁判`,
  },
  {
    // Garages and hire of vehicles
    markers: 'vehicle rental mechanic garage bay odometer mileage fleet rent reservation license',
    terms: `rental=租车订单|pickup location=取车网点|dropoff location=还车网点|return location=还车网点|pickup date=取车日期|return date=还车日期|pickup at=取车时间|returned at=还车时间|branch=网点|station=网点|vehicle class=车型级别|class=车型级别|rate=租价|daily rate=日租价|labor hours=工时|labor cost=工时费|labour cost=工时费|parts cost=配件费|mechanic=维修技师|technician=维修技师|work order=维修工单|repair order=维修工单|bay=维修工位|odometer=里程表读数|plate=车牌|license plate=车牌号|part=配件|service=保养|damage=车损|deposit=押金`,
  },
];
