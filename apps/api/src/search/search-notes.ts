import type { Language, Text } from '#libs/language';
import { operatorCommand } from '#libs/operator-command';
import type { FoundRecords } from '#libs/store-reader';

const INDEX_WORDS = operatorCommand('vector', 'words');
const VECTORS_ONLY: Text = {
  zh: `此向量库没有词语索引，只按向量检索。执行 ${INDEX_WORDS}，或再次执行 training_load，即可建立`,
  en: `this store has no index of words, so that only vectors were searched; "${INDEX_WORDS}" or the next training_load makes one`,
};
const NOTHING: Text = {
  zh: '没有找到记录；请检查 task_id 和 db_name，或先执行 training_load',
  en: 'no record was found; check task_id and db_name, or run training_load first',
};

/** What a reader has to know about an answer. */
export function searchNotes(
  { asked, used, isEmpty }: { readonly asked: Mode; readonly used: Mode; readonly isEmpty: boolean },
  language: Language,
): string[] {
  return [...(used === asked ? [] : [VECTORS_ONLY[language]]), ...(isEmpty ? [NOTHING[language]] : [])];
}

type Mode = FoundRecords['mode'];
