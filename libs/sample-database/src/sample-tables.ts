/** The `business_context` of the bundled sample. */
export const SAMPLE_BUSINESS_CONTEXT = '高速公路服务区管理系统';

/** The tables of the sample, all in schema `public`, in an order that foreign keys allow for loading. */
export const SAMPLE_TABLES = [
  'bss_company',
  'bss_service_area',
  'bss_service_area_mapper',
  'bss_section_route',
  'bss_section_route_area_link',
  'bss_business_day_data',
  'bss_car_day_count',
] as const;

export type SampleTable = (typeof SAMPLE_TABLES)[number];
