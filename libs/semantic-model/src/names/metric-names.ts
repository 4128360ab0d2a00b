import type { ByLanguage } from '#libs/language';
import { deedNoun } from '#libs/lexicon';
import type { Name } from '../model.js';

const plain = (text: string, known: boolean, synonyms: readonly string[] = []): Name => ({
  text,
  plural: text,
  measureWord: null,
  known,
  synonyms,
});

/** `days from order to shipping`, 从下单到发货的天数 */
export function durationName(begin: ByLanguage<Name>, end: ByLanguage<Name>): ByLanguage<Name> {
  const english = (text: string): string => deedNoun(text.replace(/ (date|time|datetime|timestamp|at|on)$/, ''));
  const isWhole = BEGUN.test(english(begin.en.text)) && OVER.test(english(end.en.text));
  const chinese = (text: string): string => text.replace(/(时间戳|时间|日期)$/u, '');
  const [from, to] = withoutSharedNoun(chinese(begin.zh.text), chinese(end.zh.text));
  return {
    en: plain(
      isWhole ? 'duration in days' : `days from ${english(begin.en.text)} to ${english(end.en.text)}`,
      begin.en.known && end.en.known,
    ),
    // How long something went on is a 持续天数.
    zh: {
      ...plain(
        STAYS.get(`${from} ${to}`) ??
          (BEGUN_CHINESE.test(from) && OVER_CHINESE.test(to) ? '持续天数' : `从${from}到${to}的天数`),
        begin.zh.known && end.zh.known,
      ),
      ...(begin.zh.isGuessed || end.zh.isGuessed ? { isGuessed: true } : {}),
    },
  };
}

/** Stays that the language has a word for. */
const STAYS: ReadonlyMap<string, string> = new Map([
  ['入院 出院', '住院天数'],
  ['入住 退房', '入住天数'],
  ['入住 离店', '入住天数'],
  ['借出 归还', '借用天数'],
]);

const BEGUN = /(^| )(start|started|begin|began)$/;
const BEGUN_CHINESE = /^(开始|起始|启动)$/u;
const OVER_CHINESE = /^(结束|终止|完结|停止)$/u;
const OVER = /(^| )(end|ended|finish|finished|stop|stopped)$/;

/** 会话开始, 会话结束 → 开始, 结束 */
function withoutSharedNoun(begin: string, end: string): readonly [string, string] {
  const [, noun = ''] = /^(.{2,})(?:开始|起始|启动)$/u.exec(begin) ?? [];
  return noun !== '' && end.startsWith(noun) && end.length > noun.length
    ? [begin.slice(noun.length), end.slice(noun.length)]
    : [begin, end];
}

/** Negative where it was early. */
export const LATENESS: ByLanguage<Name> = {
  en: plain('days late', true, ['delay in days']),
  zh: plain('延误天数', true, ['逾期天数']),
};

export const SALES_AMOUNT: ByLanguage<Name> = {
  en: plain('sales amount', true, ['revenue', 'sales']),
  zh: plain('销售额', true, ['营收', '销售金额']),
};

export const LINE_AMOUNT: ByLanguage<Name> = {
  en: plain('amount', true, ['total amount', 'value']),
  zh: plain('金额', true, ['总金额']),
};

export const MARGIN: ByLanguage<Name> = {
  en: plain('margin', true, ['gross margin', 'markup']),
  zh: plain('毛利', true, ['利润', '差价']),
};

export const PROFIT: ByLanguage<Name> = {
  en: plain('profit', true, ['gross profit']),
  zh: plain('利润', true, ['毛利']),
};
