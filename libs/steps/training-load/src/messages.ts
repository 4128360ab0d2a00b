import { counted, defineMessages } from '#libs/language';

/** Lines of the task log. */
export const messages = defineMessages('training_load', {
  started: { zh: '开始加载训练数据到向量数据库', en: 'loading training data into the vector database' },
  found: {
    zh: '找到训练数据: DDL {ddl} 条, 文档 {documentation} 条, 问答对 {sql} 条',
    en: 'found {ddl} DDL, {documentation} documentation and {sql} question–SQL records',
  },
  left_out: {
    zh: '跳过 {count} 个未通过验证的问答对',
    en: ({ count }: { count: number }) => `left out ${counted(count, 'pair')} that failed validation`,
  },
  not_wanted: {
    zh: '按审核状态跳过 {count} 个问答对（load: {load}）',
    en: ({ count, load }: { count: number; load: string }) =>
      `left out ${counted(count, 'pair')} because of the review (load: ${load})`,
  },
  unvalidated: {
    zh: '{count} 个问答对不在验证报告中（文件在验证后被修改），已照常加载；建议重新执行 sql_validation',
    en: ({ count }: { count: number }) =>
      `${counted(count, 'pair')} ${count === 1 ? 'is' : 'are'} not in the validation report (the file was changed afterwards) and loaded all the same; consider running sql_validation again`,
  },
  not_validated: {
    zh: '没有关于 {files} 的验证报告，其中的问答对未经验证即加载；建议先执行 sql_validation',
    en: 'no validation report is about {files}: the pairs are loaded without validation, consider running sql_validation first',
  },
  loaded: {
    zh: '加载完成: 向量化 {embedded} 条, 新增 {inserted}, 更新 {updated}, 未变 {unchanged}, 删除 {removed}',
    en: 'loaded: {embedded} embedded, {inserted} inserted, {updated} updated, {unchanged} unchanged, {removed} removed',
  },
  embedding: {
    zh: '正在向量化: {done}/{total} 条记录已就绪',
    en: 'embedding: {done} of {total} records are ready',
  },
  slow_answer: {
    zh: '向量服务响应缓慢: {texts} 条文本用时 {seconds} 秒（本批次加载中第 {count} 次）。可调整 EMBEDDING_BATCH_SIZE、EMBEDDING_MAX_CONCURRENCY 或 EMBEDDING_TIMEOUT_SECONDS',
    en: ({ texts, seconds, count }: { texts: number; seconds: number; count: number }) =>
      `the embedding endpoint is slow: ${counted(texts, 'text')} took ${seconds} s (slow answer number ${count}). EMBEDDING_BATCH_SIZE, EMBEDDING_MAX_CONCURRENCY and EMBEDDING_TIMEOUT_SECONDS can be adapted`,
  },
  batch_halved: {
    zh: '向量服务未能处理一批 {texts} 条文本（{reason}），改为每批 {size} 条重新发送',
    en: ({ texts, size, reason }: { texts: number; size: number; reason: string }) =>
      `the embedding endpoint did not take ${counted(texts, 'text')} at once (${reason}); they are sent again, ${size} at a time`,
  },
  embedder: {
    zh: '向量由 {model} 产生（{dimensions} 维）。读取方必须用 {query_model} 对问题做向量化，可通过 POST /v1/embeddings 获得',
    en: 'the vectors are of {model} ({dimensions} dimensions); readers must embed questions with {query_model}, which POST /v1/embeddings offers',
  },
  embedder_with_prefix: {
    zh: '向量由 {model} 产生（{dimensions} 维）。读取方必须用 {query_model} 对问题做向量化，并在问题前加 {prefix}；POST /v1/embeddings 会自动加上',
    en: 'the vectors are of {model} ({dimensions} dimensions); readers must embed questions with {query_model} and the prefix {prefix}, which POST /v1/embeddings adds',
  },
  embedder_kept: {
    zh: '向量库中有 {model} 的向量，继续使用该模型；如需改用 {current}，请以参数 reembed: true 重新执行',
    en: 'the store holds vectors of {model}, so this model is used again; to change to {current}, load with reembed: true',
  },
  reembedded: {
    zh: '已用 {model} 重新向量化 {count} 条记录',
    en: ({ count, model }: { count: number; model: string }) =>
      `embedded ${counted(count, 'record')} again with ${model}`,
  },
  weak_retrieval: {
    zh: '检索自检低于 {percent}%: {kinds}（结果中的 self_check.retrieval）。请检查向量模型与前缀设置、缺失的 DDL 和文档，或库中其他模型的向量',
    en: 'the search self-check is below {percent} %: {kinds} (see self_check.retrieval in the result). Check the embedding model and its prefixes, missing DDL and documents, and vectors of another model',
  },
  check_failed: {
    zh: '数据已加载，但检索自检未完成: {reason}',
    en: 'the data is loaded, but the search self-check did not finish: {reason}',
  },
  no_words: {
    zh: '当前角色无权在向量数据库中建表，因此没有词语索引，检索时只比较向量。请授予建表权限后重新加载',
    en: 'this role may not create tables in the vector database, so there is no index of words and a search compares vectors alone. Grant the privilege and load again',
  },
  words_added: {
    zh: '为其他程序写入的 {count} 条记录补建了词语索引',
    en: ({ count }: { count: number }) =>
      `indexed the words of ${counted(count, 'record')} that other programs had written`,
  },
  words_failed: {
    zh: '数据已加载，但未能为其他程序写入的记录补建词语索引: {reason}',
    en: 'the data is loaded, but the words of records of other programs are not indexed: {reason}',
  },
  index_failed: {
    zh: '数据已加载，但未能建立相似度索引: {reason}',
    en: 'the data is loaded, but has no similarity index: {reason}',
  },
  files_ignored: {
    zh: '跳过没有问题的 SQL 文件: {files}（问答对请用 *_pair.json 或 *_pair.sql）',
    en: 'left out SQL files without questions: {files} (write pairs as *_pair.json or *_pair.sql)',
  },
  not_exported: {
    zh: '以下文件不是建表语句，未导出到 tables.json: {files}',
    en: 'these files create no table and are not in tables.json: {files}',
  },
});
