import { defineErrors } from '#libs/domain-errors';

export const storeReaderErrors = defineErrors({
  store_embedder_differs: {
    kind: 'conflict',
    zh: '向量库由 {stored} 生成，而当前配置的向量模型是 {configured}，二者的向量不可比较。请将 EMBEDDING_MODEL 等变量改回 {stored}，或以参数 reembed: true 执行 training_load，用 {configured} 重新向量化全部记录',
    en: 'the store was made by {stored}, and the configured embedding model is {configured}: their vectors cannot be compared. Configure {stored} again (EMBEDDING_MODEL and its siblings), or run training_load with reembed: true to embed all records again with {configured}',
  },
  store_for_other_readers: {
    kind: 'not_found',
    zh: '向量数据库中只有供 PGVectorStore 读取的表 data_pipeline_records，此处的检索使用 vanna 的表。请以 training_sinks: ["vanna", "pgvector_store"] 执行 training_load',
    en: 'the vector database holds only data_pipeline_records, the table of PGVectorStore, and this search reads the tables of the sink vanna. Run training_load with training_sinks: ["vanna", "pgvector_store"]',
  },
  reader_endpoint_unusable: {
    kind: 'unavailable',
    zh: '向量服务目前无法为文本生成向量：{reason}',
    en: 'the embedding endpoint of this service gives no vectors at present: {reason}',
  },
  reader_model_differs: {
    kind: 'not_found',
    zh: '模型 {asked} 不是此向量库的模型，它的向量与库中 {stored} 的向量不可比较。请在 model 中使用以下名称之一：{names}',
    en: 'the model {asked} is not the one of this store: its vectors cannot be compared with those of {stored}. Send one of these names as model: {names}',
  },
  reader_dimensions_differ: {
    kind: 'validation',
    zh: '模型 {model} 只产生 {existing} 维向量，库中也是 {existing} 维；截断到 {asked} 维的向量与之不可比较。请去掉 dimensions，或设为 {existing}',
    en: 'the model {model} makes vectors of {existing} dimensions, as the store holds them; cut to {asked} they could not be compared. Leave dimensions out, or send {existing}',
  },
});
