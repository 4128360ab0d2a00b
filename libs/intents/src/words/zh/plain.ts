const QUOTED = /“[^”]*”|`[^`]*`/gu;
const MOST_DE = 2;

/** A clause has at most two 的 in a chain and one 各. Other questions get other words, or are not asked. */
export function isPlainZh(text: string): boolean {
  return !FORM.test(text) && !COLLISION.test(text) && clausesOf(text).every(isPlainClause);
}

/** A flag that has no words but those of a form: “甲”为“是”, 可吸烟为是. */
const FORM = /”为“[是否]”|\p{Script=Han}为[是否](?=[的且或，。？）]|$)/u;

/** Two words that are read as another one: 有|没有上级的员工. */
const COLLISION = /有没有|有所在|找出来|列出来/u;

const isPlainClause = (clause: string): boolean =>
  (clause.match(/的/gu)?.length ?? 0) <= MOST_DE && !/各.*各/u.test(clause);

function clausesOf(text: string): string[] {
  return text.replace(QUOTED, '').split(/[，。；？（）]/u);
}

/**
 * All that the question names is said as people say it: no code of a program, no time without a verb for what happened, no
 * word for a column. Said of questions that nobody has asked yet.
 */
export function isSaidByPeopleZh(text: string): boolean {
  const spoken = text.replace(QUOTED, '“”');
  return (
    !CODE.test(text) &&
    !NO_EVENT.test(spoken) &&
    !OF_FORM.test(spoken) &&
    !NO_RECENT.test(spoken) &&
    !TWICE.test(spoken)
  );
}

/** A value that programs write and people do not say: “dd”, “P1”, “in_use”. Countries and sizes in capitals are said. */
const CODE =
  /“(?:[a-z][a-z0-9_.-]*|(?!(?:USA|UK|UAE|EU|XX?L|XS|VIP)”)[A-Z]{1,4}\d{0,3}|[A-Z]{5,}|[A-Z]+(?:_[A-Z\d]+)+)”/u;

/** Things stand there, and are none that came last. */
const NO_RECENT = /最近一[座台辆栋间艘架套位名]/u;

/** 每月用量平均每月流量 */
const TWICE = /(每[日天周月年])[^，。？]*\1/u;

/** Words for columns and not for what they hold: 重修标志. */
const OF_FORM = /标志|标识|标记|字段/u;

/** A time of which no verb says what happened: 入会日期所在年份. */
const NO_EVENT = /所在(?:年份|季度|月份|周|日期|小时|星期)/u;
