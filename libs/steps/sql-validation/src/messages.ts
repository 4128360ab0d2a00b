import { counted, defineMessages } from '#libs/language';

interface Proven {
  readonly proven: number;
  readonly weak: number;
  readonly made: number;
  readonly living: number;
}

interface Valid {
  readonly valid: number;
  readonly all: number;
  readonly empty: number;
}

/** Lines of the task log. */
export const messages = defineMessages('sql_validation', {
  tried: {
    zh: '已验证 {tried} 个问答对，其中 {invalid} 个无效',
    en: ({ tried, invalid }: { tried: number; invalid: number }) =>
      `${counted(tried, 'pair')} tried, ${invalid} ${invalid === 1 ? 'is' : 'are'} not valid`,
  },
  invalid_of_model: {
    zh: '模型的 {count} 个问答对无效，按原因：{reasons}',
    en: ({ count, reasons }: { count: number; reasons: readonly string[] }) =>
      `${counted(count, 'pair')} of the model ${count === 1 ? 'is' : 'are'} not valid, by reason: ${reasons.join(', ')}`,
  },
  done: {
    zh: '{all} 个问答对中 {valid} 个有效，其中 {empty} 个查询结果为空',
    en: ({ valid, all, empty }: Valid) =>
      `${valid} of ${counted(all, 'pair')} ${valid === 1 ? 'is' : 'are'} valid, ${empty} of them ${empty === 1 ? 'returns' : 'return'} nothing`,
  },
  proven: {
    zh: '已证明 {proven} 个问答对：{made} 个变体中有 {living} 个结果不变，{weak} 个问答对存在疑点，见 qa_quality.json',
    en: ({ proven, weak, made, living }: Proven) =>
      `${counted(proven, 'pair')} proven: ${living} of ${counted(made, 'mutant')} ${living === 1 ? 'gives' : 'give'} the same result; ${weak} ${weak === 1 ? 'pair has' : 'pairs have'} a reason against ${weak === 1 ? 'it' : 'them'}, see qa_quality.json`,
  },
  duplicates: {
    zh: '移除了 {count} 个重复的问答对',
    en: ({ count }: { count: number }) => `${counted(count, 'duplicate pair')} removed`,
  },
  repaired: {
    zh: '模型 {model} 修正了 {sent} 个中的 {count} 个（{version}）',
    en: '{count} of {sent} corrected by {model} ({version})',
  },
  repair_failed: { zh: '模型 {model} 修复失败：{reason}', en: 'repair by {model} failed: {reason}' },
  repair_stopped: {
    zh: '模型预算已用完，剩余 {left} 个无效问答对不再请求模型修复',
    en: ({ left }: { left: number }) =>
      `the budget for models is used up: ${counted(left, 'invalid pair')} ${left === 1 ? 'is' : 'are'} not sent for repair any more`,
  },
  disagree: {
    zh: '{count} 个问答对的 SQL 与问题不一致，按槽位：{slots}；详见验证报告',
    en: ({ count, slots }: { count: number; slots: readonly string[] }) =>
      `${counted(count, 'pair')} ${count === 1 ? 'has' : 'have'} a statement that does not ask what the question asks, by slot: ${slots.join(', ')}; see the report`,
  },
  kept: {
    zh: '没有任何有效的问答对，原文件保持不变',
    en: 'not a single pair is valid: the file stays as it is',
  },
});
