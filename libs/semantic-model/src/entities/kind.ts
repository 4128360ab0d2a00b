import { isLaterTime } from '../meanings/later-times.js';
import type { EntityKind, FieldRole } from '../model.js';
import type { ColumnFacts, TableFacts } from '../roles/column-facts.js';
import { nameWords, splitGlued } from '#libs/column-concepts';
import { arePeople } from './people.js';

export interface RoledColumn {
  readonly facts: ColumnFacts;
  readonly role: FieldRole;
}

const LOG = /^(log|logs|audit|trace|job|jobs|queue|migration|migrations|changelog|cache)$/;
const LOG_CHINESE = /(日志|轨迹|审计)(记录)?表?$/u;
const LINE = /^(line|lines|item|items|detail|details|entry|entries|row|rows)$/;
const LINE_CHINESE = /(明细|行项目|子项|分录)表?$/u;
const PERIOD =
  /^(daily|weekly|monthly|quarterly|yearly|annual|day|month|snapshot|stat|stats|statistics|summary|balance|balances)$/;
/** Figures of a day or a month: a person adds them up, and does not count their rows. */
const FIGURES =
  /\b(day|daily|week|weekly|month|monthly) (data|counts?|stats?|statistics|summary|figures?|totals?|reports?)\b/;
const FIGURES_CHINESE = /(每日|每天|每周|每月|日度|月度|日报|周报|月报).*(记录|数据|统计|汇总|报表)表?$/u;
/** What holds at a time: nobody counts its rows. */
const QUOTED = /^(rates?|prices?|quotes?)$/;
/** Times that tell when a thing began or holds, and not when something happened. */
const OF_A_THING =
  /\b(birth\w*|dob|born|hire\w*|join\w*|found\w*|establish\w*|regist\w*|signup|release\w*|publish\w*|launch\w*|open\w*|valid\w*|effective|expir\w*|start\w*|begin\w*|end\w*|discontinu\w*|death|last \w+|appr\w*|certif\w*|manufactur\w*|left|leave|terminat\w*|resign\w*|retire\w*|graduat\w*|login|licen\w*|modif\w*|sell \w+)\b|生日|出生|入职|入学|注册|成立|发行|上市|上架|有效|失效|过期|开始|结束|最后|最近|离职|毕业|退休/u;

/** Things that were bought or built at some time. */
const ASSET =
  /^(vehicle|car|truck|lorry|trailer|machine|equipment|device|asset|tool|computer|laptop|printer|building|room|bed|warehouse|depot|store|branch)s?$/;

/** The kind of an entity by its structure; names only decide between lines, logs and snapshots. */
export function kindOf(table: TableFacts, columns: readonly RoledColumn[], isReferenced: boolean): EntityKind {
  const words = nameWords(table.relation.name);
  const comment = table.relation.comment ?? '';
  const has = (role: FieldRole): boolean => columns.some((each) => each.role === role);
  const references = new Set(table.joins.map(({ id }) => id)).size;
  const carried = columns.filter(({ role }) => !['key', 'reference', 'technical'].includes(role));
  const keyOfReferences =
    table.key.length > 1 &&
    columns.every(({ facts, role }) => !table.key.includes(facts.column.name) || role === 'reference');
  const isLink = carried.length === 0 || (keyOfReferences && carried.every(({ role }) => role === 'flag'));
  if (references >= 2 && isLink && (!isReferenced || keyOfReferences)) {
    return 'link';
  }
  if (
    !isReferenced &&
    (LOG.test(words.at(-1) ?? '') || LOG_CHINESE.test(table.relation.name) || LOG_CHINESE.test(comment))
  ) {
    return 'log';
  }
  const keyReferences = columns.filter(({ facts, role }) => role === 'reference' && facts.inKey);
  const isLine =
    (LINE.test(words.at(-1) ?? '') && !/^(log|journal)$/.test(words.at(-2) ?? '')) ||
    LINE_CHINESE.test(table.relation.name) ||
    LINE_CHINESE.test(comment);
  if (
    has('measure') &&
    references > 0 &&
    ((words.length > 1 && isLine) || (keyReferences.length > 0 && table.key.length > 1 && !keyTime(columns)))
  ) {
    return 'line';
  }
  if (
    has('measure') &&
    ((keyTime(columns) &&
      columns.every(({ facts, role }) => !facts.inKey || role === 'time' || role === 'reference')) ||
      (words.some((word) => PERIOD.test(word)) && has('time') && table.key.length !== 1))
  ) {
    return 'snapshot';
  }
  const areFigures = FIGURES.test(words.join(' ')) || FIGURES_CHINESE.test(comment);
  if (areFigures && !isReferenced && has('measure') && has('time')) {
    return 'snapshot';
  }
  const isState =
    words.some((word) => /^snapshots?$/.test(word)) ||
    (has('measure') && QUOTED.test(words.flatMap(splitGlued).at(-1) ?? ''));
  if (isState && has('time') && references > 0) {
    return 'snapshot';
  }
  const isDictionary = table.profile?.dictionary !== undefined && !has('measure') && !has('time');
  if (isDictionary || isLookup(table, columns, references)) {
    return 'lookup';
  }
  const happens = columns.some(({ facts, role }) => role === 'time' && !OF_A_THING.test(timeWords(facts)));
  const isAsset = ASSET.test(words.flatMap(splitGlued).at(-1) ?? '');
  const isEvent = happens && !isAsset && (references > 0 || has('measure'));
  return isEvent && !arePeople(words.flatMap(splitGlued), [table.relation.name, comment]) ? 'event' : 'thing';
}

function timeWords({ words, column }: ColumnFacts): string {
  return `${words.join(' ')} ${column.comment ?? ''}`;
}

function keyTime(columns: readonly RoledColumn[]): boolean {
  return columns.some(({ facts, role }) => facts.inKey && role === 'time');
}

function isLookup(table: TableFacts, columns: readonly RoledColumn[], references: number): boolean {
  const few = table.rowCount !== null && table.rowCount > 0 && table.rowCount <= 300;
  const told = columns.filter(({ role }) => !['technical', 'key'].includes(role));
  const plain = told.every(({ role }) => ['text', 'code', 'dimension', 'flag', 'reference', 'time'].includes(role));
  return (
    few && plain && references <= 1 && told.length <= 4 && told.some(({ facts }) => facts.column.typeCategory === 'S')
  );
}

/** The column that says when a row happened, its beginning before its end; null where all times are plans or the last of several. */
export function timeOf(table: TableFacts, columns: readonly RoledColumn[]): string | null {
  const times = columns.filter(
    ({ role, facts }) => role === 'time' && /^(date|timestamp)/.test(facts.column.domainBase ?? facts.column.type),
  );
  const events = times.filter(
    ({ facts }) =>
      !/\b(end|to|until|expir\w*|due|required|deadline|promised|expected|estimated|last|latest|previous|next)\b|结束|截止|到期|失效|承诺|预计|最近|最后|上次|下次/u.test(
        timeWords(facts),
      ),
  );
  const first = events.filter(({ facts }) => !isLaterTime(facts, table));
  const filled = [...first, ...events].find(
    ({ facts }) => facts.column.notNull || (facts.profile?.nullShare ?? 0) < 0.02,
  );
  return (filled ?? first[0] ?? events[0])?.facts.column.name ?? null;
}
