import { isLaterTime } from '../meanings/later-times.js';
import type { EntityKind, FieldRole } from '../model.js';
import type { ColumnFacts, TableFacts } from '../roles/column-facts.js';
import { nameWords, splitGlued } from '#libs/column-concepts';
import { singularWord } from '#libs/lexicon';
import { areCompanies, arePeople } from './people.js';
import { isFilled, isOfAnotherKind } from './row-dates.js';

export interface RoledColumn {
  readonly facts: ColumnFacts;
  readonly role: FieldRole;
}

const LOG = /^(log|logs|audit|trace|job|jobs|queue|migration|migrations|changelog|cache)$/;
const LOG_CHINESE = /(日志|轨迹|审计)(记录)?表?$/u;
const LINE = /^(line|lines|item|items|detail|details|entry|entries|row|rows)$/;
const LINE_CHINESE = /(明细|行项目|子项|分录)表?$/u;
/** Lists of what is offered, whose rows are no lines of a document: 诊疗项目目录. */
const CATALOG = /(目录|字典)表?$|\bcatalog(ue)?$/iu;
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
  /\b(birth\w*|dob|born|hire\w*|join\w*|found\w*|establish\w*|regist\w*|signup|onboard\w*|commission\w*|in service|release\w*|publish\w*|launch\w*|open\w*|valid\w*|effective|expir\w*|start\w*|begin\w*|end\w*|discontinu\w*|death|last \w+|appr\w*|certif\w*|manufactur\w*|left|leave|terminat\w*|resign\w*|retire\w*|graduat\w*|login|licen\w*|modif\w*|sell \w+)\b|生日|投产|出生|入职|入学|注册|成立|发行|上市|上架|有效|失效|过期|开始|结束|最后|最近|离职|毕业|退休/u;

/** Things that were bought or built at some time. */
const ASSET =
  /^(vehicle|car|truck|lorry|trailer|machine|equipment|device|asset|tool|computer|laptop|printer|building|room|bed|warehouse|depot|store|branch|terminal|office|plant|station|outlet|hub)s?$/;

/** The most columns other than the references of a junction: a time, a flag, a code or a number. */
const MOST_CARRIED = 2;

/**
 * `load_shipments` with the number of the leg, `user_roles` with the time of the grant: the name consists of the names of both
 * ends, and the rows carry hardly more. People count the ends.
 */
function isJunction(table: TableFacts, words: readonly string[], carried: readonly RoledColumn[]): boolean {
  const ends = new Set(
    table.joins.map(({ to }) =>
      nameWords(to.slice(to.indexOf('.') + 1))
        .map(singularWord)
        .join(' '),
    ),
  );
  const own = words.map(singularWord);
  const named = [...ends].filter((end) => end.split(' ').every((word) => own.includes(word)));
  const wordsOfEnds = named.flatMap((end) => end.split(' '));
  const isBare = ({ facts, role }: RoledColumn): boolean =>
    role === 'time' ||
    role === 'flag' ||
    role === 'code' ||
    (role === 'dimension' && facts.column.typeCategory === 'N');
  return (
    named.length > 1 &&
    own.every((word) => wordsOfEnds.includes(word)) &&
    carried.length <= MOST_CARRIED &&
    carried.every(isBare)
  );
}

/** What is in stock: a thing, although it has the date of its arrival. */
const STOCK = /^(inventory|inventories|stock|stocks)$/;
const STOCK_CHINESE = /库存(表|信息)?([(（].*)?$/u;

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
  const isLink =
    carried.length === 0 ||
    (keyOfReferences && (carried.every(({ role }) => role === 'flag') || isJunction(table, words, carried)));
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
  const isCatalog = CATALOG.test(comment);
  if (
    has('measure') &&
    references > 0 &&
    !isCatalog &&
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
  const last = words.flatMap(splitGlued).at(-1) ?? '';
  const isThere = ASSET.test(last) || STOCK.test(last) || STOCK_CHINESE.test(comment) || areParties(words, comment);
  const isEvent = happens && !isThere && (references > 0 || has('measure'));
  return isEvent ? 'event' : 'thing';
}

function areParties(words: readonly string[], comment: string): boolean {
  const parts = words.flatMap(splitGlued);
  return arePeople(parts, [words.join(''), comment]) || areCompanies(parts, comment);
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
      !isOfAnotherKind(facts, table) &&
      !/\b(end|to|until|expir\w*|due|required|requested|deadline|promised|expected|estimated|last|latest|previous|next)\b|结束|截止|到期|失效|承诺|预计|最近|最后|上次|下次/u.test(
        timeWords(facts),
      ),
  );
  const first = events.filter(({ facts }) => !isLaterTime(facts, table));
  const filled = [...first, ...events].find(({ facts }) => isFilled(facts));
  return (filled ?? first[0] ?? events[0])?.facts.column.name ?? null;
}
