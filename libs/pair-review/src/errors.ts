import { defineErrors } from '#libs/domain-errors';

export const pairReviewErrors = defineErrors({
  pair_not_found: {
    kind: 'not_found',
    zh: '任务中没有问答对 {pairId}：它可能已被重新生成或移除，请刷新列表',
    en: 'the task has no pair {pairId}: it may have been made anew or removed, so load the list again',
  },
  pair_version_missing: {
    kind: 'validation',
    zh: '请用 If-Match 给出所看到的版本（问答对的 version，即响应的 ETag）',
    en: 'send If-Match with the version that you saw: the "version" of the pair, which is also its ETag',
  },
  pair_changed_meanwhile: {
    kind: 'conflict',
    zh: '问答对在此期间已被他人或某次运行修改，本次未做任何改动。请查看当前版本后再决定',
    en: 'the pair was changed meanwhile by another person or a run, so nothing was changed now. Look at its present version and decide again',
  },
  pair_edit_invalid: {
    kind: 'validation',
    zh: '修改后的 SQL 未通过验证，未保存：{reason}',
    en: 'the edited SQL is not valid and was not saved: {reason}',
  },
  pair_bulk_count_changed: {
    kind: 'conflict',
    zh: '符合条件的问答对现为 {found} 个，而预览时为 {expected} 个，未做任何改动。请重新预览',
    en: 'the filter matches {found} pairs now and matched {expected} in the preview, so nothing was changed. Preview it again',
  },
  pair_bulk_count_missing: {
    kind: 'validation',
    zh: '请先以 "dry_run": true 预览，再把其 count 作为 expected_count 发送',
    en: 'preview with "dry_run": true first, then send its count as expected_count',
  },
  pair_nothing_to_undo: {
    kind: 'conflict',
    zh: '没有可以撤销的操作：只能撤销此密钥在本任务中的操作',
    en: 'there is nothing to undo: only actions of this key on this task can be undone',
  },
  pair_undo_overtaken: {
    kind: 'conflict',
    zh: '无法撤销：{count} 个问答对此后又被修改。请直接修改它们',
    en: 'the action cannot be undone: {count} of its pairs were changed again since. Change them directly',
  },
  pair_cursor_invalid: {
    kind: 'validation',
    zh: 'cursor 无效：请原样发送上一页的 next_cursor，并保持相同的排序',
    en: 'the cursor is not valid: send the next_cursor of the page before as it is, with the same order',
  },
  pair_preview_off: {
    kind: 'conflict',
    zh: '本任务的 execute_sql 为 false，不执行语句，因此没有结果预览',
    en: 'the task has execute_sql: false, so statements are not run and there is no preview of results',
  },
});
