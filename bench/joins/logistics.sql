-- A Chinese parcel company: pinyin abbreviations under one module prefix, comments, no constraints.
create table wl_khxx (kh_id bigint, khmc varchar(50), lxdh varchar(20), khlx smallint);
create table wl_wdxx (wd_id bigint, wdmc varchar(50), sj_wd_id bigint, cs_bm varchar(6), wdjb smallint);
create table wl_csxx (cs_bm varchar(6), csmc varchar(30), qh varchar(4));
create table wl_clxx (cl_id bigint, cph varchar(10), wd_id bigint, zz numeric(6,2), ccrq date);
create table wl_ygxx (yg_id bigint, ygxm varchar(20), wd_id bigint, rzrq date);
create table wl_ydxx (yd_id bigint, ydh varchar(20), kh_id bigint, sf_wd_id bigint, md_wd_id bigint, zl numeric(8,2),
  js integer, yf numeric(10,2), zt smallint, xdsj timestamp);
create table wl_gjjl (gj_id bigint, yd_id bigint, wd_id bigint, cl_id bigint, czr_id bigint, czsj timestamp, czlx smallint);
create table wl_fyxx (fy_id bigint, ydh varchar(20), fylx smallint, je numeric(10,2));
create table wl_yd_bq (yd_id bigint, bq_id bigint);
create table wl_bq (bq_id bigint, bqmc varchar(20));
comment on table wl_khxx is '客户信息表';
comment on table wl_wdxx is '网点信息表';
comment on table wl_ygxx is '员工信息表';
comment on table wl_ydxx is '运单信息表';
comment on table wl_gjjl is '轨迹记录表';
comment on column wl_ydxx.sf_wd_id is '始发网点编号';
comment on column wl_ydxx.md_wd_id is '目的网点编号';
comment on column wl_wdxx.sj_wd_id is '上级网点编号，0 表示总部';
comment on column wl_gjjl.czr_id is '操作人编号，关联员工信息表';
comment on column wl_ydxx.js is '件数';
insert into wl_khxx select i, '客户' || i, '0571-8' || i, i % 3 from generate_series(1, 90) i;
insert into wl_csxx select '33' || lpad((i * 100)::text, 4, '0'), '城市' || i, '05' || i from generate_series(1, 11) i;
insert into wl_wdxx select i, '网点' || i, case when i <= 2 then 0 else 1 + i % 2 end,
  '33' || lpad(((1 + i % 11) * 100)::text, 4, '0'), 1 + i % 3 from generate_series(1, 30) i;
insert into wl_clxx select i, '浙A' || (10000 + i * 7), 1 + i % 30, i / 3.0, date '2020-01-01' + i from generate_series(1, 40) i;
insert into wl_ygxx select i, '员工' || i, 1 + i % 30, date '2019-01-01' + i * 5 from generate_series(1, 75) i;
insert into wl_ydxx select i, 'YD2024' || lpad(i::text, 8, '0'), 1 + i % 90, 1 + i % 30, 1 + i * 7 % 30, i / 11.0, 1 + i % 4,
  i / 2.0, i % 5, timestamp '2024-01-01' + i * interval '1 hour' from generate_series(1, 500) i;
insert into wl_gjjl select i, 1 + i % 500, 1 + i % 30, 1 + i % 40, 1 + i % 75, timestamp '2024-01-01' + i * interval '7 minutes',
  i % 4 from generate_series(1, 2000) i;
insert into wl_fyxx select i, 'YD2024' || lpad((1 + i % 500)::text, 8, '0'), i % 3, i / 3.0 from generate_series(1, 800) i;
insert into wl_bq select i, '标签' || i from generate_series(1, 8) i;
insert into wl_yd_bq select 1 + i % 500, 1 + i / 500 from generate_series(0, 1400) i;
