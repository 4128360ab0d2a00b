-- The sample: highway service areas, their companies, routes, daily takings and daily traffic.
-- Some tables and columns are commented and some are not, as in real life.

CREATE TABLE public.bss_company (
  id varchar(32) PRIMARY KEY,
  version integer NOT NULL DEFAULT 1,
  create_ts timestamp,
  created_by varchar(50),
  update_ts timestamp,
  updated_by varchar(50),
  delete_ts timestamp,
  deleted_by varchar(50),
  company_name varchar(255) NOT NULL,
  company_no varchar(20) NOT NULL UNIQUE
);
COMMENT ON TABLE public.bss_company IS '高速公路运营分公司';
COMMENT ON COLUMN public.bss_company.version IS '数据版本号';
COMMENT ON COLUMN public.bss_company.create_ts IS '创建时间';
COMMENT ON COLUMN public.bss_company.created_by IS '创建人';
COMMENT ON COLUMN public.bss_company.delete_ts IS '删除时间，为空表示有效';
COMMENT ON COLUMN public.bss_company.company_name IS '公司名称';
COMMENT ON COLUMN public.bss_company.company_no IS '公司编码';

CREATE TABLE public.bss_service_area (
  id varchar(32) PRIMARY KEY,
  version integer NOT NULL DEFAULT 1,
  create_ts timestamp,
  created_by varchar(50),
  update_ts timestamp,
  updated_by varchar(50),
  delete_ts timestamp,
  deleted_by varchar(50),
  service_area_name varchar(255) NOT NULL,
  service_area_no varchar(20) NOT NULL UNIQUE,
  company_id varchar(32) NOT NULL REFERENCES public.bss_company (id),
  service_position varchar(255),
  service_area_type varchar(50) NOT NULL
    CHECK (service_area_type IN ('中心服务区', '普通服务区', '停车区')),
  service_state varchar(50) NOT NULL DEFAULT '开放'
    CHECK (service_state IN ('开放', '关闭', '改造中'))
);
CREATE INDEX bss_service_area_company_id_idx ON public.bss_service_area (company_id);
COMMENT ON TABLE public.bss_service_area IS '服务区基础信息';
COMMENT ON COLUMN public.bss_service_area.id IS '服务区主键';
COMMENT ON COLUMN public.bss_service_area.service_area_name IS '服务区名称';
COMMENT ON COLUMN public.bss_service_area.service_area_no IS '服务区编码';
COMMENT ON COLUMN public.bss_service_area.company_id IS '所属公司';
COMMENT ON COLUMN public.bss_service_area.service_position IS '经纬度，格式为“经度,纬度”';
COMMENT ON COLUMN public.bss_service_area.service_area_type IS '服务区类型';
COMMENT ON COLUMN public.bss_service_area.service_state IS '服务区状态';

-- Names and codes of other systems; service_area_id carries no constraint, for those systems deliver what they like.
CREATE TABLE public.bss_service_area_mapper (
  id varchar(32) PRIMARY KEY,
  version integer NOT NULL DEFAULT 1,
  create_ts timestamp,
  created_by varchar(50),
  update_ts timestamp,
  updated_by varchar(50),
  delete_ts timestamp,
  deleted_by varchar(50),
  service_name varchar(255),
  service_no varchar(50),
  service_area_id varchar(32),
  source_system_type varchar(50) NOT NULL,
  source_type integer NOT NULL CHECK (source_type BETWEEN 1 AND 3)
);
COMMENT ON TABLE public.bss_service_area_mapper IS '各来源系统的服务区编码对照表';

CREATE TABLE public.bss_section_route (
  id varchar(32) PRIMARY KEY,
  version integer NOT NULL DEFAULT 1,
  create_ts timestamp,
  created_by varchar(50),
  update_ts timestamp,
  updated_by varchar(50),
  delete_ts timestamp,
  deleted_by varchar(50),
  section_name varchar(255) NOT NULL,
  route_name varchar(255) NOT NULL,
  code varchar(20) NOT NULL
);

CREATE TABLE public.bss_section_route_area_link (
  section_route_id varchar(32) NOT NULL REFERENCES public.bss_section_route (id),
  service_area_id varchar(32) NOT NULL REFERENCES public.bss_service_area (id),
  PRIMARY KEY (section_route_id, service_area_id)
);
CREATE INDEX bss_section_route_area_link_service_area_id_idx
  ON public.bss_section_route_area_link (service_area_id);

-- One row a branch (stall) and day. service_no means bss_service_area.service_area_no, without a constraint.
CREATE TABLE public.bss_business_day_data (
  id varchar(32) PRIMARY KEY,
  version integer NOT NULL DEFAULT 1,
  create_ts timestamp,
  created_by varchar(50),
  update_ts timestamp,
  updated_by varchar(50),
  delete_ts timestamp,
  deleted_by varchar(50),
  oper_date date NOT NULL,
  service_no varchar(20) NOT NULL,
  service_name varchar(255) NOT NULL,
  branch_no varchar(20) NOT NULL,
  branch_name varchar(255) NOT NULL,
  wx numeric(12,2) NOT NULL CHECK (wx >= 0),
  wx_order integer NOT NULL CHECK (wx_order >= 0),
  zfb numeric(12,2) NOT NULL CHECK (zfb >= 0),
  zf_order integer NOT NULL CHECK (zf_order >= 0),
  rmb numeric(12,2) NOT NULL CHECK (rmb >= 0),
  rmb_order integer NOT NULL CHECK (rmb_order >= 0),
  xs numeric(12,2) CHECK (xs >= 0),
  xs_order integer CHECK (xs_order >= 0),
  jd numeric(12,2) CHECK (jd >= 0),
  jd_order integer CHECK (jd_order >= 0),
  order_sum integer NOT NULL,
  pay_sum numeric(12,2) NOT NULL,
  source_type integer NOT NULL CHECK (source_type BETWEEN 1 AND 3),
  CONSTRAINT bss_business_day_data_order_sum_check
    CHECK (order_sum = wx_order + zf_order + rmb_order + coalesce(xs_order, 0) + coalesce(jd_order, 0)),
  CONSTRAINT bss_business_day_data_pay_sum_check
    CHECK (pay_sum = wx + zfb + rmb + coalesce(xs, 0) + coalesce(jd, 0))
);
CREATE UNIQUE INDEX bss_business_day_data_branch_day_key
  ON public.bss_business_day_data (oper_date, branch_no) WHERE delete_ts IS NULL;
CREATE INDEX bss_business_day_data_service_no_idx ON public.bss_business_day_data (service_no);
COMMENT ON TABLE public.bss_business_day_data IS '服务区档口每日经营数据';
COMMENT ON COLUMN public.bss_business_day_data.delete_ts IS '删除时间，为空表示有效';
COMMENT ON COLUMN public.bss_business_day_data.oper_date IS '统计日期';
COMMENT ON COLUMN public.bss_business_day_data.service_no IS '服务区编码';
COMMENT ON COLUMN public.bss_business_day_data.service_name IS '服务区名称';
COMMENT ON COLUMN public.bss_business_day_data.branch_no IS '档口编码';
COMMENT ON COLUMN public.bss_business_day_data.branch_name IS '档口名称';
COMMENT ON COLUMN public.bss_business_day_data.wx IS '微信支付金额（元）';
COMMENT ON COLUMN public.bss_business_day_data.wx_order IS '微信订单数';
COMMENT ON COLUMN public.bss_business_day_data.zfb IS '支付宝支付金额（元）';
COMMENT ON COLUMN public.bss_business_day_data.zf_order IS '支付宝订单数';
COMMENT ON COLUMN public.bss_business_day_data.rmb IS '现金支付金额（元）';
COMMENT ON COLUMN public.bss_business_day_data.rmb_order IS '现金订单数';
COMMENT ON COLUMN public.bss_business_day_data.xs IS '行吧支付金额（元），未接入时为空';
COMMENT ON COLUMN public.bss_business_day_data.xs_order IS '行吧订单数';
COMMENT ON COLUMN public.bss_business_day_data.jd IS '金豆支付金额（元），未接入时为空';
COMMENT ON COLUMN public.bss_business_day_data.jd_order IS '金豆订单数';
COMMENT ON COLUMN public.bss_business_day_data.order_sum IS '订单总数';
COMMENT ON COLUMN public.bss_business_day_data.pay_sum IS '支付总金额（元）';
COMMENT ON COLUMN public.bss_business_day_data.source_type IS '数据来源：1 收银系统，2 人工补录，3 第三方平台';

CREATE TABLE public.bss_car_day_count (
  id varchar(32) PRIMARY KEY,
  version integer NOT NULL DEFAULT 1,
  create_ts timestamp,
  created_by varchar(50),
  update_ts timestamp,
  updated_by varchar(50),
  delete_ts timestamp,
  deleted_by varchar(50),
  customer_count bigint NOT NULL CHECK (customer_count >= 0),
  car_type varchar(100) NOT NULL CHECK (car_type IN ('过境', '城际', '危化品', '其他')),
  count_date date NOT NULL,
  service_area_id varchar(32) NOT NULL REFERENCES public.bss_service_area (id)
);
CREATE UNIQUE INDEX bss_car_day_count_area_day_type_key
  ON public.bss_car_day_count (service_area_id, count_date, car_type) WHERE delete_ts IS NULL;
COMMENT ON TABLE public.bss_car_day_count IS '服务区每日车流量';
COMMENT ON COLUMN public.bss_car_day_count.customer_count IS '车辆数';
COMMENT ON COLUMN public.bss_car_day_count.car_type IS '车辆类别';
COMMENT ON COLUMN public.bss_car_day_count.count_date IS '统计日期';
