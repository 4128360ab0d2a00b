/** A second set, written before its first run: 30 personal or secret columns and 30 harmless ones, of 40 rows each. */
export const MORE_PEOPLE_TABLES = `
create function pick(anyarray, integer) returns anyelement immutable language sql as $$ select $1[1 + $2 % cardinality($1)] $$;
create table who (i integer, han text, latin text);
insert into who select i, pick(array['钱','沈','韩','杨','朱','秦','许','何','吕','张'], i) || pick(array['国栋','雨桐','浩然','思琪','子轩','梦洁','一鸣'], i),
  pick(array['Amelia','Victor','Sofia','Trevor','Bianca','Howard','Leila','Edmund'], i) || ' ' || pick(array['Haverford','Nakamura','Delacroix','Petrov','Osborne','Quigley'], i) from generate_series(1, 40) i;

create table t_xsxx (id serial primary key, xsxm varchar(20), jzdh varchar(20), jtdz varchar(200), sfzjh varchar(18), csrq date, bj varchar(20), nj integer, zy varchar(40), cj numeric(5,1), zt char(1));
comment on table t_xsxx is '学生信息';
insert into t_xsxx (xsxm, jzdh, jtdz, sfzjh, csrq, bj, nj, zy, cj, zt) select han, (13800000000 + i * 6151)::text, '南京市鼓楼区中山路' || i || '号' || (i % 9 + 1) || '室', '32010619' || (60 + i % 39) || '0' || (1 + i % 9) || '1' || (i % 9) || (3000 + i), date '2008-01-01' + i * 13, pick(array['一班','二班','三班'], i), 2020 + i % 4, pick(array['软件工程','会计学','护理'], i), 60 + i % 40, pick(array['1','2'], i) from who;

create table 住宿登记 (登记号 varchar(20) primary key, 住客 varchar(20), 证件号码 varchar(30), 预留电话 varchar(20), 特殊要求 varchar(200), 经手人 varchar(20), 车牌号码 varchar(12), 房型 varchar(20), 房价 numeric(8,2), 入住天数 integer, 渠道 varchar(20), 押金 numeric(8,2), 离店日期 date);
insert into 住宿登记 select 'ZS' || (5000 + i), han, 'E' || (10000000 + i * 7), '025-8' || lpad((i * 5003)::text, 7, '3'), '请联系' || han || '，送到中山路' || i || '号', pick(array['沈雨桐','韩浩然','朱子轩'], i), '苏A' || (10000 + i * 17), pick(array['大床房','双床房','套房'], i), 200 + i, 1 + i % 5, pick(array['官网','门店','代理'], i), 100 + i % 3 * 100, date '2024-05-01' + i from who;

create table gym_members (id serial primary key, fullname text, cell bigint, mothers_maiden_name text, pass_phrase text, birthday date, medical_conditions text, next_of_kin text, home_addr text, plan text, visits_per_month integer, joined_on date, locker text, trainer_rating numeric(2,1));
insert into gym_members (fullname, cell, mothers_maiden_name, pass_phrase, birthday, medical_conditions, next_of_kin, home_addr, plan, visits_per_month, joined_on, locker, trainer_rating) select latin, 447700900000 + i * 31, split_part(latin, ' ', 2), 'correct horse ' || i, date '1980-01-01' + i * 101, pick(array['asthma','migraine','lower back pain'], i), pick(array['Victor Petrov','Leila Osborne','Sofia Quigley'], i), i || ' Maple Crescent, Leeds', pick(array['basic','premium'], i), 1 + i % 20, date '2023-01-01' + i, 'L' || i, 1 + i % 5 from who;

create table court_cases (docket text primary key, plaintiff text, defendant text, counsel_mail text, witness_statement text, court text, case_type text, filed_on date, verdict text, hearings integer);
insert into court_cases select 'D-' || (700 + i), latin, pick(array['Howard Nakamura','Bianca Delacroix','Edmund Haverford'], i), 'office' || i || '@chambers.example', latin || ' said that the door of 12 Harbour Road was open', pick(array['District Court','High Court'], i), pick(array['civil','labour'], i), date '2022-01-01' + i, pick(array['upheld','dismissed'], i), i % 6 from who;

create table sign_ins (id serial primary key, member_id integer, from_addr inet, lat numeric(9,6), lon numeric(9,6), otp_seed text, browser text, success boolean, attempts integer, signed_in_at timestamp);
insert into sign_ins (member_id, from_addr, lat, lon, otp_seed, browser, success, attempts, signed_in_at) select i, ('203.0.113.' || i)::inet, 51.5 + i * 0.001237, -0.12 - i * 0.002113, upper(md5('o' || i)), pick(array['Firefox','Chrome'], i), i % 2 = 0, i % 4, timestamp '2024-01-01' + i * interval '1 hour' from who;

create table pay_slips (id serial primary key, payee text, net_pay numeric(10,2), bank_acct numeric(20), pay_month text, overtime_hours integer, currency text, pay_grade integer);
insert into pay_slips (payee, net_pay, bank_acct, pay_month, overtime_hours, currency, pay_grade) select latin, 2100 + i * 37, 6222020000000000 + i * 7919, '2024-0' || (1 + i % 9), i % 12, pick(array['EUR','GBP'], i), 1 + i % 7 from who;

create table sights (id serial primary key, name text, opening text, phone_model text, address_type text, contact_channel text);
insert into sights (name, opening, phone_model, address_type, contact_channel) select pick(array['Maple Park','Old Harbour','City Museum','North Bridge','Rose Garden'], i), pick(array['09:00','10:00'], i), pick(array['Pixel 8','Galaxy S24'], i), pick(array['office','warehouse'], i), pick(array['mail','phone'], i) from who;
`;

export const MORE_PERSONAL = `
t_xsxx.xsxm t_xsxx.jzdh t_xsxx.jtdz t_xsxx.sfzjh t_xsxx.csrq
住宿登记.住客 住宿登记.证件号码 住宿登记.预留电话 住宿登记.特殊要求 住宿登记.经手人 住宿登记.车牌号码
gym_members.fullname gym_members.cell gym_members.mothers_maiden_name gym_members.pass_phrase gym_members.birthday gym_members.medical_conditions gym_members.next_of_kin gym_members.home_addr
court_cases.plaintiff court_cases.defendant court_cases.counsel_mail court_cases.witness_statement
sign_ins.from_addr sign_ins.lat sign_ins.lon sign_ins.otp_seed
pay_slips.payee pay_slips.net_pay pay_slips.bank_acct
`
  .trim()
  .split(/\s+/);

export const MORE_HARMLESS = `
t_xsxx.bj t_xsxx.nj t_xsxx.zy t_xsxx.cj t_xsxx.zt
住宿登记.房型 住宿登记.房价 住宿登记.入住天数 住宿登记.渠道 住宿登记.押金 住宿登记.离店日期
gym_members.plan gym_members.visits_per_month gym_members.joined_on gym_members.locker gym_members.trainer_rating
court_cases.court court_cases.case_type court_cases.filed_on court_cases.verdict court_cases.hearings
sign_ins.browser sign_ins.attempts sign_ins.signed_in_at
pay_slips.pay_month pay_slips.overtime_hours pay_slips.currency pay_slips.pay_grade
sights.name sights.opening sights.phone_model sights.address_type sights.contact_channel
`
  .trim()
  .split(/\s+/);
