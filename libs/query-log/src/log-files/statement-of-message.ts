/** What a log says before a statement: `duration: 0.4 ms  `, then `statement: ` or `execute name: `, in any language. */
const BEFORE =
  /^(?:[^\n:：]{1,40}[:：]\s*[\d.,]+\s*[^\s\d]{1,8}\s+)?(?<what>[^\n:：]{1,100})[:：]\s*(?=\S)(?=\(*\s*(?:select|with|values|table)\b|\/\*|--)/i;
/** The same statement is logged again when it is executed; plans are no statements. */
const NOT_EXECUTED = /^(?:parse|bind|plan|query text|分析|解析|绑定)\b|^(?:分析|解析|绑定)/i;

/** The query in a message of the log; null for every other message. */
export function statementOfMessage(message: string): string | null {
  const found = BEFORE.exec(message);
  return found === null || NOT_EXECUTED.test(found.groups?.['what']?.trim() ?? '')
    ? null
    : message.slice(found[0].length);
}
