-- A mobile network: keys of several columns, natural keys of digits, roles.
create table operator (mcc char(3), mnc char(2), operator_name text, country_iso char(2));
create table country (iso char(2), country_name text, dial_prefix varchar(4));
create table cell (mcc char(3), mnc char(2), lac integer, cell_no integer, azimuth integer, height_m numeric(5,1));
create table tariff (tariff_code varchar(8), valid_from date, tariff_name text, monthly_fee numeric(8,2));
create table subscriber (imsi varchar(15), msisdn varchar(15), full_name text, joined_on date, referred_by varchar(15));
create table contract (contract_id integer, imsi varchar(15), tariff_code varchar(8), valid_from date, signed_at timestamp, dealer integer);
create table dealer (dealer_id integer, dealer_name text, region text);
create table handset (imei varchar(15), tac varchar(8), imsi varchar(15));
create table handset_model (tac varchar(8), vendor text, model_name text);
create table call_record (call_id bigint, calling_imsi varchar(15), called_imsi varchar(15), mcc char(3), mnc char(2),
  lac integer, cell_no integer, started_at timestamp, seconds integer, charge numeric(8,4));
create table monthly_usage (imsi varchar(15), usage_month date, calls integer, seconds integer);
insert into country values ('DE', 'Germany', '49'), ('FR', 'France', '33'), ('IT', 'Italy', '39'), ('AT', 'Austria', '43');
insert into operator select (array['262', '208', '222', '232'])[1 + i % 4], lpad((1 + i / 4)::text, 2, '0'), 'Operator ' || i,
  (array['DE', 'FR', 'IT', 'AT'])[1 + i % 4] from generate_series(0, 11) i;
insert into cell select (array['262', '208', '222', '232'])[1 + i % 4], lpad((1 + i / 4 % 3)::text, 2, '0'), 7000 + i / 12,
  i, i * 30 % 360, 20 + i % 30 from generate_series(0, 239) i;
insert into tariff select 'TF' || (100 + i / 3), date '2022-01-01' + (i % 3) * 365, 'Tariff ' || i, 5 + i from generate_series(0, 17) i;
insert into subscriber select '26201' || lpad((i * 7919)::text, 10, '0'), '49151' || (1000000 + i * 31), 'Name ' || i,
  date '2021-01-01' + i, case when i % 3 = 0 and i > 3 then '26201' || lpad(((i / 3) * 7919)::text, 10, '0') end
  from generate_series(1, 200) i;
insert into dealer select i, 'Dealer ' || i, (array['North', 'South'])[1 + i % 2] from generate_series(1, 9) i;
insert into contract select i, '26201' || lpad(((1 + i % 200) * 7919)::text, 10, '0'), 'TF' || (100 + (i % 18) / 3),
  date '2022-01-01' + (i % 3) * 365, timestamp '2023-01-01' + i * interval '5 hours', 1 + i % 9 from generate_series(1, 260) i;
insert into handset_model select lpad((35000000 + i * 377)::text, 8, '0'), 'Vendor ' || i % 4, 'Model ' || i from generate_series(1, 15) i;
insert into handset select lpad((350000000000000 + i * 9973)::text, 15, '0'), lpad((35000000 + (1 + i % 15) * 377)::text, 8, '0'),
  '26201' || lpad(((1 + i % 200) * 7919)::text, 10, '0') from generate_series(1, 220) i;
insert into call_record select i, '26201' || lpad(((1 + i % 200) * 7919)::text, 10, '0'),
  '26201' || lpad(((1 + i * 3 % 200) * 7919)::text, 10, '0'),
  (array['262', '208', '222', '232'])[1 + i % 240 % 4], lpad((1 + i % 240 / 4 % 3)::text, 2, '0'), 7000 + i % 240 / 12, i % 240,
  timestamp '2024-01-01' + i * interval '2 minutes', 1 + i * 17 % 600, i / 1000.0 from generate_series(1, 3000) i;
insert into monthly_usage select '26201' || lpad(((1 + i % 200) * 7919)::text, 10, '0'), date '2024-01-01' + (i / 200) * 31,
  i % 50, i * 3 from generate_series(0, 799) i;
