import { timesOf, type Feature } from './feature.js';

/** The text with its values and table names left empty. */
const bare = (text: string): string => text.replace(/“[^”]*”|`[^`]*`/gu, '“”');

/** Without remarks: （含没有订单的客户）. */
const spoken = (text: string): string => bare(text).replace(/（[^）]*）/gu, '');

const count = (text: string, pattern: RegExp): number => timesOf(spoken(text), pattern);

const clausesOf = (text: string): string[] => spoken(text).split(/[，。；？、]/u);

/** In characters; longer sentences cost a point for each `EACH_LONGER` more. */
const LONG = 40;
const EACH_LONGER = 8;
/** In characters; longer table names are descriptions. */
const LONG_NAME = 7;

/** 待处理且金额高于全部钱包交易…的钱包交易: the noun twice in one clause, other than side by side or as part and whole. */
function repeats(text: string): number {
  return clausesOf(text).filter(
    (clause) => /(\p{Script=Han}{3,}).+\1/u.test(clause) && !/[和与及]|占全部/u.test(clause),
  ).length;
}

/** What makes a Chinese question read badly. */
export const FEATURES_ZH: readonly Feature[] = [
  {
    name: 'a code of the database between quotes: 类型为“credit”',
    points: 5,
    times: ({ text }) => timesOf(text, /“\p{Ll}[^”\p{Script=Han}]*”/u),
  },
  {
    name: 'an identifier',
    points: 5,
    times: ({ text }) => timesOf(text, /`[^`]+`/u),
  },
  {
    name: 'an English word in the sentence, other than letters that are spoken one by one',
    points: 4,
    times: ({ text }) => timesOf(bare(text), /[a-z]{3,}/u),
  },
  {
    name: 'a long value: 运输方式为“OVERNIGHT J-FAST”',
    points: 1,
    times: ({ text }) => timesOf(text, /“[^”]{16,}”/u),
  },
  {
    name: 'more values than one',
    points: 1,
    times: ({ text }) => Math.max(0, timesOf(text, /“[^”]*”/u) - 1),
  },
  {
    name: 'two 的 in one clause',
    points: 1,
    times: ({ text }) => clausesOf(text).filter((clause) => timesOf(clause, /的/u) > 1).length,
  },
  {
    name: 'three 的 in one clause, or two of conditions',
    points: 3,
    times: ({ text }) =>
      clausesOf(text).filter((clause) => timesOf(clause, /的/u) > 2 || /为[^的]*的[^的]*为[^的]*的/u.test(clause))
        .length,
  },
  {
    name: 'a noun twice in one clause',
    points: 3,
    times: ({ text }) => repeats(text),
  },
  {
    name: 'a verb before the place of its object, read as one word: 有所在, 找出来自',
    points: 8,
    times: ({ text }) => count(text, /有所在|[找列]出来自|有来自|有位于/u),
  },
  {
    name: 'conditions joined by 且',
    points: 1,
    times: ({ text }) => count(text, /且/u),
  },
  {
    name: 'a period in the middle: 客户已停用且2022年有过付款的',
    points: 8,
    times: ({ text }) => count(text, /且(?:\d{4}年|最近)/u),
  },
  {
    name: 'a choice within joined conditions',
    points: 3,
    times: ({ text }) => clausesOf(text).filter((clause) => /且/u.test(clause) && /或/u.test(clause)).length,
  },
  {
    name: 'a remark on what is counted',
    points: 1,
    times: ({ text }) => timesOf(text, /（仅统计/u),
  },
  {
    name: 'a long sentence',
    points: 1,
    times: ({ text }) => Math.max(0, Math.ceil((spoken(text).length - LONG) / EACH_LONGER)),
  },
  {
    name: 'a table whose name is a description: 员工部门调动历史记录',
    points: 2,
    times: ({ intent }) => ([...intent.subject.name.zh.text].length > LONG_NAME ? 1 : 0),
  },
];
