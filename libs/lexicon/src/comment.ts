import { memoized } from './memoized.js';
import { isTermWord } from './dictionary.js';
import type { ByLanguage, Language } from '#libs/language';

/** The part of a comment that is a name, in the language it is written in. */
export interface CommentLabel {
  readonly language: Language;
  readonly text: string;
}

const HAN = /\p{Script=Han}/u;
const KANA_OR_HANGUL = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const LONGEST_CHINESE_LABEL = 14;
const MOST_ENGLISH_WORDS = 5;

export function isChinese(text: string): boolean {
  return HAN.test(text) && !KANA_OR_HANGUL.test(text);
}

/**
 * The label in a comment: `订单金额`, the head of `状态（0正常 1停用）`, of `Discount as a fraction`. Null for a comment that
 * explains ("Foreign key to …", "M = Male"), or that is in a third language.
 */
export function commentLabel(comment: string | null): CommentLabel | null {
  return comment ? labelOf(comment) : null;
}

const labelOf = memoized((comment: string): CommentLabel | null => {
  const text = comment
    .replace(/[(（]\d+字[)）]/g, '')
    .replace(/[^\S\n]+/g, ' ')
    .trim();
  if (text === '' || KANA_OR_HANGUL.test(text)) {
    return null;
  }
  const label = HAN.test(text) ? chineseLabel(text) : englishLabel(text);
  return label === null ? null : { language: HAN.test(text) ? 'zh' : 'en', text: label };
});

/** Chinese that explains the table or what happens with it. */
const CHINESE_SENTENCE =
  /(?<![申邀聘])请|用于|表示|如果|否则|当.+时|存储了|包含|记录了|引用|参见|对应.+表|是指|必须|默认值|^(主键|外键|自增|联合主键|唯一标识$)|的?[Ii][Dd]列表$/u;

/** 频次 qd bid tid, 等级 A/B/C: two values or more behind the label; one word is part of it: 商户 id. */
const EXAMPLES = /(?<=\p{Script=Han})\s+(?:[a-z][a-z\d_]*(?:[\s/|、]+[a-z][a-z\d_]*)+|[A-Z](?:[\s/|、]+[A-Z])+)$/u;
/** 学期如2024-1, 车牌例如 A1234: one value, told as an example. */
const EXAMPLE = /(?<=\p{Script=Han}{2})\s*[（(]?(?:例如|比如|譬如|如|形如)\s*[：:]?\s*[A-Za-z\d].*$/u;
/** 满意度1-5, 评分 1~10 */
const SCALE = /(?<=(?:度|评分|得分|分数|打分|星级|等级|级别))\s*\d+\s*[-~～至到]\s*\d+分?$/u;
/** 来源 现场 网上 电话 */
const CHOICES =
  /^(\p{Script=Han}*(?:状态|类型|类别|方式|频次|频率|级别|等级|性别|来源|渠道|标志))(?:\s+\p{Script=Han}+){2,}$/u;

/** 性别 M男 F女, 标志 D 消费 C 付款: two codes or more, each with its meaning. */
const CODES = /(?<=\p{Script=Han})(?:\s+[A-Za-z\d]{1,3}\s?\p{Script=Han}+){2,}$/u;

/** 账期 YYYYMM, 时刻 HH:mm: how the value is written. */
const FORMAT =
  /(?<=\p{Script=Han})\s*(?:[Yy]{2,4}[-/.年]?(?:MM|mm)?[-/.月]?(?:DD|dd)?日?\s*)?(?:[Hh]{2}:?[Mm]{2}(?::?[Ss]{2})?)?$/u;
/** 员工/用户, 加油/充电记录: two names of one thing, of which people say one. A unit is none: 公里/小时. */
const TWO_NAMES =
  /^(\p{Script=Han}{2,})[/／](?!(?:小时|分钟|平方米|立方米|公里|公斤|千克|吨|人次)$)(\p{Script=Han}{2,})$/u;
/** What both names have, written once. */
const SHARED_END = /(?:记录|登记|明细|流水|日志|时间|日期|金额|数量|费用|信息表?)$/u;

function withOneName(head: string): string {
  return head.replace(TWO_NAMES, (_, first: string, second: string) => {
    const end = SHARED_END.exec(second)?.[0] ?? '';
    return first.endsWith(end) ? first : `${first}${end}`;
  });
}

function chineseLabel(text: string): string | null {
  const head = (
    text.replace(FORMAT, '').split(/[，。；：,.;:（(【[<《\n|=＝!！?？]|\s[-–—]\s|\s*[-–—]{2,}/u, 1)[0] ?? ''
  )
    .replace(SCALE, '')
    .replace(EXAMPLE, '')
    .replace(/\s*(?<![A-Za-z\d])\d+\s*[-:：.、]?\s*[\p{Script=Han}a-zA-Z].*$/u, '')
    .replace(/\s+(?:(?:[A-Za-z]+|\d+)\s*[-:：].*|\p{Script=Han}+\/.*)$/u, '')
    .replace(/\s*[-–—/、]\s*$/u, '')
    .replace(EXAMPLES, '')
    .replace(CODES, '')
    .replace(CHOICES, '$1')
    // 付款方式 1=寄付: the number is that of the first code.
    .replace(/\s*(?<![A-Za-z\d])\d+\s*$/u, (number, at: number) =>
      /^\s*[=＝:：]/u.test(text.slice(at + number.length)) ? '' : number,
    )
    .trim();
  if (
    !HAN.test(head) ||
    [...head].length > LONGEST_CHINESE_LABEL ||
    CHINESE_SENTENCE.test(head) ||
    /["'`]/.test(head)
  ) {
    return null;
  }
  return withOneName(head.replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, ''));
}

/** English that explains: it has a verb or an article, or speaks of the schema. */
const ENGLISH_SENTENCE =
  /\b(?:the|a|an|is|are|was|were|be|been|has|have|which|that|this|these|those|will|can|must|should|may|if|when|whether|who|identifies|contains|stores|holds|indicates|specifies|defines|shows|describes|represents|denotes|lists|maps|links|refers?|references?|used|using|table|tables|column|columns|row|rows|lookup|look-up|primary key|foreign key|surrogate|auto.?increment|not null|null|default|required|optional|deprecated|todo|see|e\.?g|i\.?e)\b/i;
const FOREIGN =
  /\b(?:del|de|la|el|los|las|der|die|das|und|ein|eine|des|le|les|du|et|para|por|di|della|il|von|zum|zur|dos|da|em|ou|y)\b/i;
const UNIT_TAIL =
  /\s+(?:(?:expressed |measured |given )?as (?:an? )?.+|(?:expressed |measured |given )?in (?:cents?|usd|eur|gbp|cny|dollars?|euros?|pounds?|yuan|percent|percentages?|%|milliseconds?|ms|seconds?|minutes?|hours?|days?|weeks?|months?|years?|kg|kilograms?|grams?|g|lbs?|tons?|km|cm|mm|meters?|metres?|miles?|bytes?|kb|mb|gb|utc|local time|local currency|degrees?))$/i;

function englishLabel(text: string): string | null {
  const [head = ''] = text.split(/[.;:([\n|?!]|,|\s[-–—]\s|\s*=/u, 1);
  const isCodeList = /^\s*=/.test(text.slice(head.length));
  const label = head.replace(UNIT_TAIL, '').trim();
  const words = label.split(/\s+/);
  if (
    isCodeList ||
    !/^[A-Za-z][A-Za-z0-9 '/&-]*$/.test(label) ||
    label.length < 3 ||
    words.length > MOST_ENGLISH_WORDS ||
    ENGLISH_SENTENCE.test(label) ||
    FOREIGN.test(label)
  ) {
    return null;
  }
  const parts = label
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  const known = parts.filter((word) => isTermWord(word) || FUNCTION_WORDS.has(word)).length;
  return known * 2 >= parts.length ? cased(words) : null;
}

const FUNCTION_WORDS = new Set(['of', 'to', 'for', 'by', 'in', 'on', 'at', 'and', 'or', 'per', 'with', 'from']);

/** Lower case, but for acronyms. */
function cased(words: readonly string[]): string {
  return words.map((word) => (/^[A-Z0-9]{2,5}$/.test(word) ? word : word.toLowerCase())).join(' ');
}

const TABLE_WORD: ByLanguage<RegExp> = {
  zh: /(?:基础信息|基本信息|信息|资料|档案)?(?:主|(?<!字典)数据)?(?:表|视图|(?<=(?:项目|药品|商品|产品|服务|材料|物料|课程))目录)?$/u,
  en: /\s+(?:master|details?|info|information|data|records?)$/i,
};

/** Figures, and what is done: their rows are records of it. Null for nouns that are counted. */
const ROWS: ByLanguage<(subject: string) => string | null> = {
  zh: (subject) =>
    /(经营|流量|销量|产量|用量|耗量|运行|监测|采集|检测|考核|评定|情况)$/u.test(subject)
      ? `${subject.replace(/情况$/u, '')}记录`
      : null,
  en: () => null,
};

/** What told of the information and not of the thing: `representative current information`. */
const LOOSE_END = / (?:current|general|basic|detailed|additional)$/;

/** 用户信息表 → 用户, `customer information` → customer: the subject, without words for "table". */
export function withoutTableWord({ language, text }: CommentLabel): string {
  const short = text.replace(TABLE_WORD[language], '').replace(/的$/u, '').replace(LOOSE_END, '');
  const rows = ROWS[language](short);
  if (rows !== null) {
    return rows;
  }
  return [...short].length >= 2 || (short !== '' && text.endsWith('表')) ? short : text;
}
