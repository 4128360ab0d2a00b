/** Tables with 60 personal or secret columns (`p_` in the lists below) and 60 harmless ones, of 40 rows each. */
export const PEOPLE_TABLES = `
create function pick(anyarray, integer) returns anyelement immutable language sql as $$ select $1[1 + $2 % cardinality($1)] $$;
create table han (i integer, xing text, ming text, full_name text);
insert into han select i, pick(array['王','李','赵','孙','周','吴','郑','冯','陈','褚'], i), pick(array['建国','晓燕','志强','丽华','俊杰','雪梅','海涛'], i),
  pick(array['王','李','赵','孙','周','吴','郑','冯','陈','褚'], i) || pick(array['建国','晓燕','志强','丽华','俊杰','雪梅','海涛'], i) from generate_series(1, 40) i;
create table latin (i integer, given text, family text);
insert into latin select i, pick(array['Helen','Marcus','Ingrid','Pablo','Yvonne','Derek','Nadine','Oscar'], i), pick(array['Whitfield','Okafor','Lindqvist','Moreno','Castellan','Brandt'], i) from generate_series(1, 40) i;

create table t_hyxx (id serial primary key, xm varchar(20), sjh varchar(11), sfzhm varchar(18), mm varchar(64), jtzz varchar(200), yhkh varchar(30), lxrxm varchar(20), youxiang varchar(60), bz varchar(200));
comment on table t_hyxx is '会员信息';
insert into t_hyxx (xm, sjh, sfzhm, mm, jtzz, yhkh, lxrxm, youxiang, bz)
  select full_name, (13700000000 + i * 7919)::text, '33010619' || (60 + i % 39)::text || '0' || (1 + i % 9)::text || '1' || (i % 9)::text || (2000 + i)::text, 'hunter' || i, '杭州市西湖区文三路' || i || '号', '62284801234' || (10000000 + i * 37), pick(array['周志强','冯雪梅','郑海涛'], i), 'm' || i || '@post.cn', full_name || '要求改期，回电' || (13700000000 + i) from han;

create table 报销单 (单号 varchar(20) primary key, 报销人 varchar(20), 复核人 varchar(20), 领款人 varchar(20), 收款账号 varchar(30), 座机 varchar(20), 报销金额 numeric(10,2), 报销日期 date, 费用类型 varchar(20), 状态 varchar(10), 票据张数 integer, 部门 varchar(20), 币种 varchar(5), 事由 varchar(100));
insert into 报销单 select 'BX2024' || lpad(i::text, 5, '0'), full_name, pick(array['李晓燕','孙丽华','吴俊杰'], i), full_name, '6217' || lpad((i * 99991)::text, 12, '0'), '0571-8' || lpad((i * 7001)::text, 7, '1'), i * 35.5, date '2024-01-01' + i, pick(array['差旅费','招待费','办公费'], i), pick(array['已审','待审'], i), 1 + i % 6, pick(array['市场部','技术部','财务部'], i), 'CNY', pick(array['出差上海','采购办公用品','客户招待'], i) from han;

create table visits (visit_id serial primary key, patient_name text, attending_physician text, diagnosis text, allergies text, insurance_no text, mobile bigint, national_registry_no text, visit_date date, ward text, room_count integer, fee numeric(9,2), triage_level integer, follow_up_days integer, outcome text, passport_no text, remarks text, date_of_birth date);
comment on column visits.national_registry_no is 'National identification number of the person';
comment on column visits.insurance_no is 'Social security number';
insert into visits (patient_name, attending_physician, diagnosis, allergies, insurance_no, mobile, national_registry_no, visit_date, ward, room_count, fee, triage_level, follow_up_days, outcome, passport_no, remarks, date_of_birth)
  select given || ' ' || family, pick(array['Helen Brandt','Marcus Moreno','Yvonne Okafor'], i), pick(array['type 2 diabetes','hypertension','asthma'], i), pick(array['penicillin','nuts','none known'], i), lpad((i * 31)::text, 3, '1') || '-' || (10 + i) || '-' || (1000 + i), 15900000000 + i * 3571, 'R' || (500000 + i * 77), date '2024-02-01' + i, pick(array['A1','B2','C3'], i), 1 + i % 3, i * 12.5, 1 + i % 4, 7 * (1 + i % 4), pick(array['recovered','referred','in treatment'], i), 'P' || (3000000 + i * 11), 'Spoke with ' || given || ' about the results', date '1950-01-01' + i * 300 from latin;

create table staffing (employeeid serial primary key, emergencycontact text, homephonenumber text, monthlysalary numeric(10,2), iban text, taxpayerid text, licenceplate text, loginname text, portrait_file text, surname text, hiredate date, jobgrade integer, costcenter text, vacationdays integer, worksite text, contracttype text);
insert into staffing (emergencycontact, homephonenumber, monthlysalary, iban, taxpayerid, licenceplate, loginname, portrait_file, surname, hiredate, jobgrade, costcenter, vacationdays, worksite, contracttype)
  select pick(array['Pablo Whitfield','Ingrid Lindqvist','Oscar Brandt'], i), '(020) 7946 0' || (100 + i), 3000 + i * 111, 'DE' || (10 + i) || '3704 0044 0532 0130 ' || (10 + i % 80), (900000000 + i * 977)::text, 'B-XY ' || (100 + i), 'corp\\' || lower(family) || i, '/portraits/' || lower(family) || '.png', family, date '2015-01-01' + i * 50, 1 + i % 8, 'CC' || i % 6, 20 + i % 10, pick(array['Leeds','Turin','Lyon'], i), pick(array['permanent','temporary'], i) from latin;

create table parcels (tracking_no text primary key, consignor text, delivered_to text, delivery_address text, recipient_phone text, signed_by text, delivery_note text, weight_kg numeric(6,2), shipped_at timestamp, service_level text, origin_city text, pieces integer, declared_value numeric(9,2), carrier text, billing_street text);
insert into parcels select 'TR' || (70000 + i), given || ' ' || family, pick(array['Nadine Moreno','Derek Okafor','Helen Brandt'], i), (10 + i) || ' Garden Lane, Bristol', '+44 20 7946 ' || (1000 + i), family, 'Leave with Mrs. ' || family || ', ' || (2 + i) || ' Garden Lane', i * 0.75, timestamp '2024-03-01' + i * interval '1 hour', pick(array['express','economy'], i), pick(array['Porto','Gdansk','Malmo'], i), 1 + i % 5, i * 20, pick(array['BlueVan Ltd','Northpost Inc','Quickship GmbH'], i), i || ' Mill Road' from latin;

create table app_options (option_key text primary key, option_value text, note text, updated_on date);
insert into app_options select pick(array['mail.smtp_password','site.title','map.api_key','page.size'], i) || i, 'v4lue' || i, case when i % 2 = 0 then 'initial password: wOrd' || i else 'see manual' end, date '2024-01-01' from generate_series(1, 40) i;
create table 系统参数 (参数名 varchar(50), 参数值 varchar(100), 备注 varchar(200), 启用 boolean, 排序 integer);
insert into 系统参数 select pick(array['短信接口密钥','站点名称','默认口令','分页条数'], i) || i, 'zhi' || i, '默认口令为 a' || (1000 + i), true, i from generate_series(1, 40) i;
create table oauth_codes (id serial primary key, code text, client_id integer, redirect text, scopes text, granted_at timestamp);
insert into oauth_codes (code, client_id, redirect, scopes, granted_at) select md5('c' || i), i % 4, 'https://app.example.org/cb', pick(array['read','write'], i), timestamp '2024-01-01' + i * interval '1 day' from generate_series(1, 40) i;
create table integrations (id serial primary key, vendor text, access_key text, webhook_secret text, endpoint text, retries integer, enabled boolean, owner text, backup_contact text);
insert into integrations (vendor, access_key, webhook_secret, endpoint, retries, enabled, owner, backup_contact) select pick(array['Acme Corp','Globex Inc'], i), 'AK' || md5(i::text), md5('s' || i), 'https://api.example.org/' || i, i % 5, i % 2 = 0, given || ' ' || family, '021-6' || lpad((i * 991)::text, 7, '2') from latin;

create table 骑手 (编号 serial primary key, 姓 varchar(4), 名 varchar(8), 称呼 varchar(20), 微信 varchar(30), 驾照号 varchar(30), 户籍地 varchar(100), 月薪 numeric(9,2), 紧急联系方式 varchar(20), 健康证编号 varchar(20), 车型 varchar(20), 星级 numeric(2,1), 完成单数 integer, 站点 varchar(20), 入职日期 date, 班次 varchar(10));
insert into 骑手 (姓, 名, 称呼, 微信, 驾照号, 户籍地, 月薪, 紧急联系方式, 健康证编号, 车型, 星级, 完成单数, 站点, 入职日期, 班次) select xing, ming, full_name, 'wx_' || i || 'abc', '3301' || (10000000 + i * 31), '安徽省合肥市庐阳区长江路' || i || '号', 6000 + i * 50, (15800000000 + i * 77)::text, 'JK' || (20000 + i), pick(array['电动车','摩托车'], i), 4 + (i % 10) / 10.0, 100 + i * 3, pick(array['城西站','城东站'], i), date '2022-01-01' + i, pick(array['早班','晚班'], i) from han;

create table channels (id serial primary key, name text, sms_signature text, pay_channel text, wechat_pay_amount numeric(10,2), alipay_orders integer, phone_orders integer, card_type text, address_count integer, email_open_rate numeric(4,3), template_name text, template_content text, password_policy text, token_count bigint, last_login_at timestamp, ip_version integer, name_length integer, mail_subject text);
comment on column channels.wechat_pay_amount is '微信支付金额（元）';
comment on column channels.alipay_orders is '支付宝订单数';
comment on column channels.phone_orders is '电话预约单数，含手机';
insert into channels (name, sms_signature, pay_channel, wechat_pay_amount, alipay_orders, phone_orders, card_type, address_count, email_open_rate, template_name, template_content, password_policy, token_count, last_login_at, ip_version, name_length, mail_subject) select pick(array['官网','小程序','门店'], i), pick(array['蓝鲸科技','云帆商城'], i), pick(array['微信','支付宝','银联'], i), i * 33.3, i * 2, i, pick(array['credit','debit'], i), i % 3, (i % 100) / 1000.0, pick(array['登录验证码','密码重置通知'], i), '您的验证码是{code}', pick(array['strong','weak'], i), 1000 + i, timestamp '2024-01-01', 4 + 2 * (i % 2), i % 20, pick(array['Welcome','Invoice'], i) from generate_series(1, 40) i;
create table warranty_cards (card_no serial primary key, purchaser text, tel_home text, e_addr text, product text, valid_until date);
insert into warranty_cards (purchaser, tel_home, e_addr, product, valid_until) select given || ' ' || family, '(415) 555-' || (1000 + i), lower(given) || i || '@mail.example', pick(array['Drill','Saw'], i), date '2026-01-01' + i from latin;
create table tenant (id serial primary key, name text, package text, account_limit integer);
insert into tenant (name, package, account_limit) select pick(array['星河零售集团','远山科技有限公司','松果教育'], i), pick(array['标准版','旗舰版'], i), 10 * i from generate_series(1, 40) i;
create table oauth_client (id serial primary key, name text, grant_types text);
insert into oauth_client (name, grant_types) select pick(array['Reporting Portal','Mobile App','Partner Gateway'], i), 'code' from generate_series(1, 40) i;
drop table han, latin;
create type hotline as enum ('13900001111', '13900002222', 'none');
create table call_centre (id serial primary key, line hotline, login_password text default 'Zx9-start', region text default 'north' check (region <> 'ask zoe@post.example'), agent_code text);
comment on table call_centre is 'Admin: root, password: t0psecret9';
comment on column call_centre.agent_code is '管理员手机 13900003333，初始口令 qwe98765';
create index call_centre_north on call_centre (region) where agent_code <> '13900004444';
create view call_centre_lines as select id from call_centre where agent_code = 'boss@post.example';
comment on constraint call_centre_pkey on call_centre is 'asked by 13900005555'; comment on index call_centre_north is '13900005555';
create policy of_one on call_centre using (agent_code = 'policy@post.example');
create rule of_one as on delete to call_centre where old.agent_code = 'rule@post.example' do instead nothing;
create function tell() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger of_one after insert on call_centre for each row execute function tell('13900006666');
create domain extension as text check (value <> '13900007777'); alter table call_centre add extension extension;
`;

/** Columns whose values no output may show. */
export const PERSONAL = `
t_hyxx.xm t_hyxx.sjh t_hyxx.sfzhm t_hyxx.mm t_hyxx.jtzz t_hyxx.yhkh t_hyxx.lxrxm t_hyxx.youxiang t_hyxx.bz
报销单.报销人 报销单.复核人 报销单.领款人 报销单.收款账号 报销单.座机
visits.patient_name visits.attending_physician visits.diagnosis visits.allergies visits.insurance_no visits.mobile visits.national_registry_no visits.passport_no visits.remarks visits.date_of_birth
staffing.emergencycontact staffing.homephonenumber staffing.monthlysalary staffing.iban staffing.taxpayerid staffing.licenceplate staffing.loginname staffing.portrait_file staffing.surname
parcels.consignor parcels.delivered_to parcels.delivery_address parcels.recipient_phone parcels.signed_by parcels.delivery_note parcels.billing_street
app_options.option_value app_options.note 系统参数.参数值 系统参数.备注 oauth_codes.code
integrations.access_key integrations.webhook_secret integrations.owner integrations.backup_contact
骑手.姓 骑手.名 骑手.称呼 骑手.微信 骑手.驾照号 骑手.户籍地 骑手.月薪 骑手.紧急联系方式
warranty_cards.purchaser warranty_cards.tel_home warranty_cards.e_addr
`
  .trim()
  .split(/\s+/);

/** Columns whose values must stay. */
export const HARMLESS = `
报销单.单号 报销单.报销金额 报销单.报销日期 报销单.费用类型 报销单.状态 报销单.票据张数 报销单.部门 报销单.币种 报销单.事由
visits.visit_date visits.ward visits.room_count visits.fee visits.triage_level visits.follow_up_days visits.outcome
staffing.hiredate staffing.jobgrade staffing.costcenter staffing.vacationdays staffing.worksite staffing.contracttype
parcels.tracking_no parcels.weight_kg parcels.shipped_at parcels.service_level parcels.origin_city parcels.pieces parcels.declared_value parcels.carrier
app_options.option_key app_options.updated_on 系统参数.参数名 系统参数.启用 系统参数.排序
oauth_codes.client_id oauth_codes.scopes oauth_codes.granted_at integrations.vendor integrations.retries integrations.enabled
骑手.车型 骑手.星级 骑手.完成单数 骑手.站点 骑手.入职日期 骑手.班次
channels.name channels.sms_signature channels.pay_channel channels.wechat_pay_amount channels.alipay_orders channels.phone_orders channels.card_type channels.email_open_rate channels.template_name channels.template_content channels.token_count
tenant.name oauth_client.name
`
  .trim()
  .split(/\s+/);

/** Values in texts of the catalog. */
export const IN_TEXTS = [
  '13900001111',
  '13900002222',
  'Zx9-start',
  'zoe@post.example',
  't0psecret9',
  '13900003333',
  'qwe98765',
  '13900004444',
  'boss@post.example',
  '13900005555',
  'policy@post.example',
  'rule@post.example',
  '13900006666',
  '13900007777',
];
