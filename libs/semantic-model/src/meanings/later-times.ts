import { commentLabel, nameWords, splitGlued } from '#libs/column-concepts';
import type { Text } from '#libs/language';
import type { ColumnFacts, TableFacts } from '../roles/column-facts.js';
import { isPlannedTime } from './planned-times.js';

/** What happens to a row after it began. */
interface Later {
  readonly english: RegExp;
  readonly chinese: RegExp;
  /** What it says that it has not happened. */
  readonly missing: Text;
  /** The row ends with it: the time until then is worth asking. */
  readonly ends: boolean;
}

const later = (english: string, chinese: string, en: string, zh: string, ends = true): Later => ({
  english: new RegExp(String.raw`(^| )(${english})( |$)`),
  chinese: new RegExp(`^(实际|最终)?(${chinese})(时间|日期|时刻|日|于)?$`, 'u'),
  missing: { en, zh },
  ends,
});

/** The first that fits a name counts. To know another event, add a line. */
const LATER: readonly Later[] = [
  later('deleted|removed|archived', '删除|移除|归档', 'not deleted', '未删除', false),
  later('cancel(l?ed)?|cancellation|void(ed)?|revoked', '取消|作废|撤销', 'not cancelled', '未取消', false),
  later('discontinu\\w*', '停产|停售|下架', 'not discontinued', '未停产', false),
  later('deactivated|disabled|blocked|locked|banned', '停用|禁用|封禁|锁定', 'not deactivated', '未停用', false),
  later('terminat\\w*|resign\\w*|leave|left|quit|dismissed', '离职|辞职|离任', 'still in service', '在职'),
  later('(first )?(repl(y|ied)|response|respon(d|ded))', '(首次)?(回复|响应)', 'not answered yet', '尚未回复', false),
  later('ship(ped)?|dispatch(ed)?|shipment|shipping', '发货|出库|寄出|发运|发出', 'not shipped yet', '尚未发货'),
  later(
    'deliver(ed|y)?|received?|arriv(ed?|al)|receipt',
    '送达|签收|收货|到货|到达|交付|妥投',
    'not delivered yet',
    '尚未送达',
  ),
  later('return(ed)?|handed back', '归还|还书|退还|还车', 'not returned yet', '尚未归还'),
  later('refund(ed)?', '退款', 'not refunded', '未退款'),
  later('pay|paid|payment|settled|cleared|settlement', '支付|付款|缴费|结算|到账|收款', 'not paid yet', '尚未支付'),
  later('approved?|approval|accept(ed)?|review(ed)?|audit(ed)?', '审批|审核|批准|复核', 'not approved yet', '尚未审批'),
  later('confirm(ed)?|confirmation|verif(y|ied)', '确认|核实|验证', 'not confirmed yet', '尚未确认'),
  later(
    'resolved?|resolution|solved?|fix(ed)?|process(ed)?|handled?',
    '解决|处理|办结|处置|结案',
    'not resolved yet',
    '尚未解决',
  ),
  later('closed|close|closing', '关闭|结单|关单', 'not closed yet', '尚未关闭'),
  later('complet\\w*|finish(ed)?|done', '完成|完工|竣工|结束', 'not completed yet', '尚未完成'),
  later('discharge(d)?', '出院', 'not discharged yet', '尚未出院'),
  later('check out|checkout', '退房|离店', 'not checked out yet', '尚未离开'),
  later('graduat\\w*', '毕业', 'not graduated yet', '尚未毕业'),
  later('publish(ed)?|released?|launch(ed)?', '发布|上线|发行', 'not published yet', '尚未发布', false),
  later('sen[dt]|mail(ed)?', '发送|寄送', 'not sent yet', '尚未发送', false),
  later('read|seen|opened|viewed', '阅读|已读|查看|打开', 'not read yet', '尚未阅读', false),
  later('used?|redeem(ed)?|consumed?', '使用|核销|兑换', 'not used yet', '尚未使用', false),
  later('expir\\w*|valid (to|until|thru|through)', '到期|失效|过期|有效期至?|截止', 'no end date', '长期有效', false),
  later('end(ed|s)?|stop(ped)?|to|until|logout|log out', '终止|停止|退出', 'ongoing', '仍在进行'),
];

/** The later event of a time column; undefined for other times. Planned times are none. */
function laterOf({ words, column }: ColumnFacts, label: string | null): Later | undefined {
  const name = words.join(' ').replace(/ (date|time|at|on|dt|ts|datetime|day)$/, '');
  const isPlanned = isPlannedTime(`${name} ${column.name} ${label ?? ''}`) || /\bscheduled\b/.test(name);
  const spoken = [column.name, label ?? ''];
  return isPlanned
    ? undefined
    : LATER.find(({ english, chinese }) => english.test(name) || spoken.some((text) => chinese.test(text)));
}

/** What a missing time says: "not shipped yet". */
export function missingTime(facts: ColumnFacts, label: string | null): Text | null {
  return laterOf(facts, label)?.missing ?? null;
}

/** Something that happened to the row after it began; the payment date of a payment is none. */
export function isLaterTime(facts: ColumnFacts, { relation }: TableFacts): boolean {
  const own = new Set(nameWords(relation.name).flatMap(splitGlued).map(stem));
  const found = laterOf(facts, commentLabel(facts.column.comment));
  return found !== undefined && !OVER.test(found.missing.en) && !facts.words.some((word) => own.has(stem(word)));
}

/** The row is no longer there or no longer holds: that is no event of its own. */
const OVER = /deleted|cancelled|discontinued|deactivated|no end date/;

function stem(word: string): string {
  return word.replace(/(ies|s|ed|ing)$/, '');
}

/** The time until this one is worth asking: shipping, return, end. */
export function isEndTime(facts: ColumnFacts, label: string | null): boolean {
  return laterOf(facts, label)?.ends === true;
}
