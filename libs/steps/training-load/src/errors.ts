import { defineErrors } from '#libs/domain-errors';

export const trainingLoadErrors = defineErrors({
  training_sink_unknown: {
    kind: 'validation',
    zh: '此版本没有 training_sinks 中的 {sinks}，未加载任何数据。可用的有: {known}。请用其中的值重新创建任务',
    en: 'this version has no training sink {sinks}; nothing was loaded. It has: {known}. Create the task again with one of these',
  },
  training_files_missing: {
    kind: 'validation',
    zh: '任务中没有可加载的训练数据（*.ddl、*_detail.md、*_pair.json）。请先执行 ddl_generation 和 qa_generation',
    en: 'the task has no training data to load (*.ddl, *_detail.md, *_pair.json). Run ddl_generation and qa_generation first',
  },
  training_file_blank: {
    kind: 'validation',
    zh: '训练文件 {file} 为空。请重新生成或删除该文件',
    en: 'the training file {file} is empty. Generate it again, or delete it',
  },
  training_text_unstorable: {
    kind: 'validation',
    zh: '训练文件 {file} 含有 PostgreSQL 无法保存的字符（U+0000）。请修正后重试',
    en: 'the training file {file} holds a character that PostgreSQL cannot store (U+0000). Mend it and try again',
  },
  training_store_contended: {
    kind: 'unavailable',
    zh: '其他任务反复删除本次要保留的记录，加载未完成。请稍后重试',
    en: 'other tasks kept removing records that this load counts on, and nothing was loaded. Try again later',
  },
  training_document_rejected: {
    kind: 'validation',
    zh: '向量模型 {model} 不接受 {source}（{characters} 个字符）：{reason}。未写入任何数据；请缩短或拆分对应的文件，或换用支持更长文本的模型',
    en: 'the embedding model {model} does not take {source} ({characters} characters): {reason}. Nothing was written; shorten or split that file, or use a model for longer texts',
  },
});
