import type { Intent } from '../intent.js';
import { QUOTED } from '../words/zh/plain.js';
import { isOwnedZh } from './owned-zh.js';

/**
 * The question names everything as people do: no code of a program, no time without a verb that says what happened, no word
 * for a column.
 */
export function isWordingZh(text: string, intent: Intent): boolean {
  const spoken = text.replace(QUOTED, '“”');
  return (
    !CODE.test(text) &&
    !NO_EVENT.test(spoken) &&
    !OF_FORM.test(spoken) &&
    !NO_RECENT.test(spoken) &&
    !TWICE.test(spoken) &&
    isOwnedZh(text, intent)
  );
}

/** Values that programs write and people do not say: “dd”, “P1”, “in_use”. People do say countries and sizes in capitals. */
const CODE =
  /“(?:[a-z][a-z0-9_.-]*|(?!(?:USA|UK|UAE|EU|XX?L|XS|VIP)”)[A-Z]{1,4}\d{0,3}|[A-Z]{5,}|[A-Z]+(?:_[A-Z\d]+)+)”/u;

/** Things that stand somewhere: nobody asks which of them came last. */
const NO_RECENT = /最近一[座台辆栋间艘架套位名]/u;

/** 每月用量平均每月流量 */
const TWICE = /(每[日天周月年])[^，。？]*\1/u;

/** Words for a column, and not for what it holds: 重修标志. */
const OF_FORM = /标志|标识|标记|字段/u;

/** A time without a verb that says what happened: 入会日期所在年份. */
const NO_EVENT = /所在(?:年份|季度|月份|周|日期|小时|星期)/u;
