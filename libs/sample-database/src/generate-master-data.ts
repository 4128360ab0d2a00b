import { COMPANIES, SECTION_ROUTES } from './network.js';
import type { Random } from './random.js';

/** A row as column name → value; a missing column is NULL or its default. */
export type Row = Readonly<Record<string, string | number | null>>;

export interface ServiceArea {
  readonly id: string;
  readonly no: string;
  readonly name: string;
  /** Place within its company; 0 is the busiest. */
  readonly rank: number;
  /** Size of its business against an average area. */
  readonly weight: number;
  /** It sells and counts cars; closed and deleted areas do not. */
  readonly open: boolean;
}

export interface MasterData {
  readonly companies: Row[];
  readonly areaRows: Row[];
  readonly mappers: Row[];
  readonly routes: Row[];
  readonly links: Row[];
  readonly areas: ServiceArea[];
}

/** Companies, service areas, routes, and how they belong together. */
export function generateMasterData(random: Random): MasterData {
  const companies: Row[] = [];
  const areaRows: Row[] = [];
  const areas: ServiceArea[] = [];
  for (const company of COMPANIES) {
    const companyId = random.id();
    companies.push({ id: companyId, ...audit(random), company_name: company.name, company_no: company.no });
    company.areas.forEach(([town, longitude, latitude], index) => {
      const row = areaRow(random, companyId, { town, longitude, latitude, index, companyNo: company.no });
      areaRows.push(row);
      areas.push({
        id: row.id,
        no: row.service_area_no,
        name: row.service_area_name,
        rank: index,
        weight: (1.7 - 0.22 * index) * random.between(0.8, 1.2),
        open: row.service_state === '开放' && !row.delete_ts,
      });
    });
  }
  companies.push({
    id: random.id(),
    ...audit(random),
    ...deleted('2024-06-30 17:20:00'),
    company_name: '鹰潭分公司',
    company_no: 'C09',
  });
  return { companies, areaRows, areas, mappers: mapperRows(random, areas), ...routeRows(random, areas) };
}

interface AreaSeed {
  readonly town: string;
  readonly longitude: number;
  readonly latitude: number;
  /** Position within its company. */
  readonly index: number;
  readonly companyNo: string;
}

function areaRow(random: Random, companyId: string, { town, longitude, latitude, index, companyNo }: AreaSeed) {
  const parking = index === 4 && random.chance(0.4);
  const state = index < 2 ? '开放' : random.pick(['开放', '开放', '开放', '开放', '关闭', '改造中']);
  const removed = state === '关闭' && random.chance(0.5);
  return {
    id: random.id(),
    ...audit(random),
    ...(removed ? deleted('2024-12-20 09:00:00') : { delete_ts: null }),
    service_area_name: `${town}${parking ? '停车区' : '服务区'}`,
    service_area_no: `H${companyNo.slice(1)}${String(index + 1).padStart(2, '0')}`,
    company_id: companyId,
    service_position: random.chance(0.1) ? null : `${longitude.toFixed(4)},${latitude.toFixed(4)}`,
    service_area_type: parking ? '停车区' : index === 0 ? '中心服务区' : '普通服务区',
    service_state: state,
  };
}

const SOURCE_SYSTEMS = ['收银系统', '人工补录', '第三方平台'] as const;

/** Every area as the cash system knows it; some as other systems do; one name that fits no area. */
function mapperRows(random: Random, areas: readonly ServiceArea[]): Row[] {
  const known = areas.flatMap((area) =>
    SOURCE_SYSTEMS.flatMap((system, index) =>
      index === 0 || random.chance(0.35)
        ? [
            mapperRow(random, {
              name: area.name,
              no: `${area.no}${index ? `-${index}` : ''}`,
              areaId: area.id,
              system,
              index,
            }),
          ]
        : [],
    ),
  );
  return [
    ...known,
    mapperRow(random, { name: '测试服务区', no: 'TEST01', areaId: null, system: '第三方平台', index: 2 }),
  ];
}

function mapperRow(
  random: Random,
  mapped: { name: string; no: string; areaId: string | null; system: string; index: number },
): Row {
  return {
    id: random.id(),
    ...audit(random),
    service_name: mapped.name,
    service_no: mapped.no,
    service_area_id: mapped.areaId,
    source_system_type: mapped.system,
    source_type: mapped.index + 1,
  };
}

function routeRows(random: Random, areas: readonly ServiceArea[]): { routes: Row[]; links: Row[] } {
  const routes: Row[] = [];
  const links: Row[] = [];
  for (const [section, route, code, towns] of SECTION_ROUTES) {
    const id = random.id();
    routes.push({ id, ...audit(random), section_name: section, route_name: route, code });
    for (const town of towns) {
      const area = areas.find(({ name }) => name === `${town}服务区` || name === `${town}停车区`);
      if (!area) {
        throw new Error(`no service area in ${town}`);
      }
      links.push({ section_route_id: id, service_area_id: area.id });
    }
  }
  return { routes, links };
}

/** Version, creation and, for some rows, a later change. */
export function audit(random: Random, createdOn?: string): Row {
  const day = createdOn ?? `2023-${pad(random.integer(1, 12))}-${pad(random.integer(1, 28))}`;
  const time = `${pad(random.integer(1, 8))}:${pad(random.integer(0, 59))}:${pad(random.integer(0, 59))}`;
  const changed = random.chance(0.15);
  return {
    version: changed ? 2 : 1,
    create_ts: `${day} ${time}`,
    created_by: createdOn ? 'collector' : 'admin',
    update_ts: changed ? `${day} 18:${pad(random.integer(0, 59))}:00` : null,
    updated_by: changed ? random.pick(['admin', 'zhangwei', 'lina']) : null,
  };
}

/** Marks a row as deleted without removing it. */
export function deleted(at: string) {
  return { delete_ts: at, deleted_by: 'admin' };
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
