import { STAFF } from './doers.js';
import { plainly, type PredicateZh } from './predicate.js';

const PLACE = /^(.*?)(国家\/地区|州\/省|国家地区|国家|省份|城市|地区|区县|省市|州|省|国)$/u;
/** The place of what is sent, born, registered: the first words of the label. */
const WAYS: readonly (readonly [RegExp, (place: string) => string])[] = [
  [/^(收货|收件|送货|配送|寄送|目的地?|交货|发往)$/u, (place) => `发往${place}`],
  [/^(到达|抵达)$/u, (place) => `到达${place}`],
  [/^(始发|起运|起始|发货地?|发件|寄件|装货)$/u, (place) => `从${place}发出`],
  [/^(出发|起飞)$/u, (place) => `从${place}出发`],
  [/^(出生|籍贯)$/u, (place) => `出生于${place}`],
  [/^注册$/u, (place) => `注册于${place}`],
];
const OF_ITSELF = /^(所在|所属|居住|居住地|常住|地址|家庭)?$/u;
const STAYS =
  /(门店|店铺|网点|分行|支行|医院|学校|酒店|餐厅|工厂|仓库|办事处|分公司|地址|超市|诊所|银行|图书馆|药店)$/u;

/** Their place is where they work. */
const EMPLOYED = new RegExp(
  `${STAFF.source}|(医生|医师|护士|教师|老师|讲师|司机|技师|经理|主管|工程师|负责人|销售)$`,
  'u',
);

/** `来自“Germany”`, `位于“London”`, `发往“Lyon”`; null where the label is no place. */
export function atPlaceZh(label: string, place: string, noun: string, measureWord: string | null): PredicateZh | null {
  const [, way = '', word] = PLACE.exec(label.startsWith(noun) ? label.slice(noun.length) : label) ?? [];
  if (word === undefined) {
    return null;
  }
  const said = WAYS.find(([pattern]) => pattern.test(way))?.[1](place);
  if (said !== undefined) {
    return plainly(said);
  }
  if (!OF_ITSELF.test(way)) {
    return null;
  }
  const isState = /^州/u.test(word);
  if (EMPLOYED.test(noun) || (/“[A-Z]{2}”/.test(place) && !isState)) {
    // 来自“CA”: of the state, or of Canada? Staff that is 来自“Berlin” was born there.
    return plainly(`所在${isState ? '州' : word}为${place}`);
  }
  if (/“[A-Z]{2}”/.test(place)) {
    return plainly(`${STAYS.test(noun) ? '位于' : '来自'}${place}州`);
  }
  if (STAYS.test(noun) || /^[间座套栋处]$/u.test(measureWord ?? '')) {
    return plainly(`位于${place}`);
  }
  return /^[位名家]$/u.test(measureWord ?? '') ? plainly(`来自${place}`) : null;
}

/** 国家, 城市: where somebody is, by itself. */
export const isPlaceZh = (label: string): boolean => PLACE.exec(label)?.[1] === '';

/** The place of a person or a company, as a group: 国家 → 所在国家. */
export function ownPlaceZh(label: string): string {
  const [, way] = PLACE.exec(label) ?? [];
  return way === '' ? `所在${label}` : label;
}
