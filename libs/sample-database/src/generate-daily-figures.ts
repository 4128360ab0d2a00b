import { businessDays, type BusinessDay } from './calendar.js';
import { audit, deleted, type Row, type ServiceArea } from './generate-master-data.js';
import type { Random } from './random.js';

/** Orders on an ordinary weekday at an average area, and the amount of one order, in yuan. */
const BRANCH_KINDS = [
  { label: '便利店', orders: 210, ticket: 26 },
  { label: '餐厅', orders: 150, ticket: 41 },
  { label: '特产馆', orders: 45, ticket: 78 },
] as const;

/** Column of the amount, column of the orders, share of the orders. 行吧 and 金豆 are taken where there is a terminal. */
const PAYMENTS = [
  { amount: 'wx', orders: 'wx_order', share: 0.54, everywhere: true },
  { amount: 'zfb', orders: 'zf_order', share: 0.2, everywhere: true },
  { amount: 'rmb', orders: 'rmb_order', share: 0.18, everywhere: true },
  { amount: 'xs', orders: 'xs_order', share: 0.05, everywhere: false },
  { amount: 'jd', orders: 'jd_order', share: 0.03, everywhere: false },
] as const;

/** Cars an ordinary weekday at an average area; how much of the holiday traffic each type sees. */
const CAR_TYPES = [
  { type: '过境', cars: 2600, holiday: 1 },
  { type: '城际', cars: 1500, holiday: 0.8 },
  { type: '危化品', cars: 60, holiday: -0.4 },
  { type: '其他', cars: 420, holiday: 0.3 },
] as const;

interface Branch {
  readonly area: ServiceArea;
  readonly no: string;
  readonly name: string;
  readonly orders: number;
  readonly ticket: number;
  readonly hasTerminal: boolean;
}

/** One row a branch and day. A day is missing now and then, and a wrong row was deleted and entered again. */
export function generateTakings(random: Random, areas: readonly ServiceArea[]): Row[] {
  const days = businessDays();
  return areas
    .flatMap((area) => branchesOf(random, area))
    .flatMap((branch) =>
      days.flatMap((day) => {
        if (random.chance(0.008)) {
          return [];
        }
        const row = takingsOf(random, branch, day);
        const wrong = random.chance(0.008);
        return wrong
          ? [
              { ...takingsOf(random, branch, day), ...deleted(`${day.date} 20:15:00`) },
              { ...row, source_type: 2 },
            ]
          : [row];
      }),
    );
}

/** One row an area, day and type of car. */
export function generateTraffic(random: Random, areas: readonly ServiceArea[]): Row[] {
  return areas.flatMap((area) =>
    businessDays().flatMap((day) =>
      CAR_TYPES.map(({ type, cars, holiday }) => ({
        id: random.id(),
        ...audit(random, day.date),
        ...(random.chance(0.003) ? deleted(`${day.date} 21:00:00`) : {}),
        customer_count: Math.round(
          cars * area.weight * Math.max(0.3, 1 + (day.traffic - 1) * holiday) * random.between(0.9, 1.1),
        ),
        car_type: type,
        count_date: day.date,
        service_area_id: area.id,
      })),
    ),
  );
}

function branchesOf(random: Random, area: ServiceArea): Branch[] {
  const count = area.weight > 1.3 ? 3 : area.weight > 0.9 ? 2 : 1;
  return BRANCH_KINDS.slice(0, count).map(({ label, orders, ticket }, index) => ({
    area,
    no: `${area.no}${index + 1}`,
    name: `${area.name.replace(/(服务区|停车区)$/, '')}${label}`,
    orders: orders * area.weight * random.between(0.85, 1.15),
    ticket: ticket * random.between(0.9, 1.1),
    hasTerminal: random.chance(0.6),
  }));
}

function takingsOf(random: Random, branch: Branch, day: BusinessDay): Row {
  const dayOrders = branch.orders * day.takings * random.between(0.88, 1.12);
  const columns: Record<string, string | number | null> = {};
  let orderSum = 0;
  let cents = 0;
  for (const payment of PAYMENTS) {
    const taken = payment.everywhere || branch.hasTerminal;
    const orders = taken ? Math.round(dayOrders * payment.share * random.between(0.85, 1.15)) : 0;
    const amount = Math.round(orders * branch.ticket * random.between(0.92, 1.08) * 100);
    columns[payment.amount] = taken ? yuan(amount) : null;
    columns[payment.orders] = taken ? orders : null;
    orderSum += orders;
    cents += amount;
  }
  return {
    id: random.id(),
    ...audit(random, day.date),
    oper_date: day.date,
    service_no: branch.area.no,
    service_name: branch.area.name,
    branch_no: branch.no,
    branch_name: branch.name,
    ...columns,
    order_sum: orderSum,
    pay_sum: yuan(cents),
    source_type: random.chance(0.12) ? 3 : 1,
  };
}

/** Whole cents as a decimal text: sums add up to the cent. */
function yuan(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}
