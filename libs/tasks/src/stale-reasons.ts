import { defineMessages, type Message } from '#libs/language';

/** Why a completed step is stale. The codes are stored. */
export const staleReasons = defineMessages('stale', {
  step_made_again: { zh: '步骤 {step} 在它之后重新执行过', en: 'step {step} was run again after it' },
  file_changed: { zh: '它读取的文件 {file} 已被修改', en: 'the file {file}, which it read, was changed' },
  table_list_changed: { zh: '表清单已更换', en: 'the table list was replaced' },
  load_removed: { zh: '它加载的训练数据已被移除', en: 'the training data that it loaded was removed' },
  loaded_pairs_changed: {
    zh: '要加载的问答对改按另一种审核状态选择',
    en: 'the pairs to load are now chosen by another review state',
  },
  store_truncated: { zh: '向量表已被清空', en: 'the vector tables were emptied' },
  store_restored: {
    zh: '向量表已恢复为更早的备份',
    en: 'the vector tables were restored from a backup that was made before it',
  },
  model_changed: {
    zh: '步骤 {step} 使用的模型是 {before}，现在配置的是 {now}',
    en: 'step {step} used the model {before}; {now} is configured now',
  },
});

/** Reasons that may pass, weakest first: a restore brings a load back, a model is configured again. */
const PASSING: readonly (readonly string[])[] = [
  [staleReasons.model_changed.code],
  [staleReasons.store_truncated.code, staleReasons.store_restored.code],
];

/** A reason of any other kind lasts until the step runs again, and takes their place. */
export const PASSING_REASONS: readonly string[] = PASSING.flat();

/** Codes of the reasons that this one takes the place of: otherwise a step would be fresh again when those pass. */
export function weakerReasons({ code }: Message): string[] {
  const rank = PASSING.findIndex((codes) => codes.includes(code));
  return PASSING.slice(0, rank === -1 ? PASSING.length : rank).flat();
}
