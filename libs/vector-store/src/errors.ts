import { defineErrors, DomainError } from '#libs/domain-errors';
import { serverReason, translatePostgresError, withoutServerText } from '#libs/postgres';

export const vectorStoreErrors = defineErrors({
  vector_extension_missing: {
    kind: 'validation',
    zh: '向量数据库 {database} 的服务器没有安装 pgvector。请安装它（如 Debian 包 postgresql-{major}-pgvector，或使用镜像 pgvector/pgvector:pg{major}）后重试',
    en: 'the server of the vector database {database} has no pgvector. Install it (the Debian package postgresql-{major}-pgvector, or the image pgvector/pgvector:pg{major}) and try again',
  },
  vector_extension_forbidden: {
    kind: 'forbidden',
    zh: '当前角色无权在向量数据库 {database} 中创建 pgvector 扩展。请由管理员在该库中执行：CREATE EXTENSION vector;',
    en: 'this role may not create the pgvector extension in the vector database {database}. Have an administrator run there: CREATE EXTENSION vector;',
  },
  vector_store_forbidden: {
    kind: 'forbidden',
    zh: '当前角色在向量数据库 {database} 中权限不足：{reason}。需要建表（含临时表）以及读写 langchain_pg_collection、langchain_pg_embedding 的权限',
    en: 'this role lacks a privilege in the vector database {database}: {reason}. It needs to create tables (temporary ones too) and to read and write langchain_pg_collection and langchain_pg_embedding',
  },
  vector_store_read_only: {
    kind: 'unavailable',
    zh: '向量数据库 {database} 为只读，无法加载。若主库正在切换，稍后会恢复；否则请使用可写的主库地址',
    en: 'the vector database {database} is read-only. If its primary is being replaced, this passes; otherwise use the address of the primary server',
  },
  vector_tables_unknown_shape: {
    kind: 'validation',
    zh: '向量数据库中的表结构与 langchain_postgres 不一致：{differences}。请改用另一个数据库，或重命名这些表',
    en: 'the vector tables do not have the shape of langchain_postgres: {differences}. Use another database, or rename these tables',
  },
  vector_dimension_differs: {
    kind: 'validation',
    zh: '集合 {collection} 中已有 {existing} 维的向量（模型：{existing_model}），而模型 {model} 产生 {offered} 维向量，未写入任何数据。请改用原来的向量模型，或以参数 reembed: true 执行 training_load，用 {model} 重新向量化全部记录',
    en: 'the collection {collection} holds vectors of {existing} dimensions (model: {existing_model}), and the model {model} makes {offered}; nothing was written. Use the model that made them, or run training_load with reembed: true to embed all records again with {model}',
  },
  vector_model_differs: {
    kind: 'validation',
    zh: '集合 {collection} 中的向量由模型 {existing} 产生，与模型 {model} 的向量不可比较，未写入任何数据。请改用原来的向量模型，或以参数 reembed: true 执行 training_load，用 {model} 重新向量化全部记录',
    en: 'the vectors of the collection {collection} were made by the model {existing} and cannot be compared with those of {model}; nothing was written. Use the model that made them, or run training_load with reembed: true to embed all records again with {model}',
  },
  vector_store_absent: {
    kind: 'not_found',
    zh: '向量数据库中还没有训练数据。请先执行任务的 training_load 步骤，再检索',
    en: 'the vector database holds no training data yet. Run the step training_load of a task first, then search',
  },
  vector_search_dimension_differs: {
    kind: 'validation',
    zh: '集合 {collection} 中是 {existing} 维的向量（模型：{existing_model}），而问题的向量是 {offered} 维，无法比较。请用模型 {existing_model} 生成问题的向量',
    en: 'the collection {collection} holds vectors of {existing} dimensions (model: {existing_model}), and the vector of the question has {offered}, so they cannot be compared. Embed the question with {existing_model}',
  },
  vector_index_mixed_dimensions: {
    kind: 'validation',
    zh: '向量表中有多种维度的向量（{dimensions}），无法建立近似索引。请先清理其他维度的记录',
    en: 'the vector table holds vectors of several dimensions ({dimensions}), so no similarity index was built. Remove the records of the other dimensions first',
  },
  vector_index_too_wide: {
    kind: 'validation',
    zh: '{dimensions} 维的向量无法建立 HNSW 索引（pgvector 上限 {most} 维）。请改用维度较小的向量模型',
    en: 'vectors of {dimensions} dimensions cannot have an HNSW index (pgvector takes at most {most}). Use an embedding model with fewer',
  },
  vector_load_spool_failed: {
    kind: 'unavailable',
    zh: '加载所需的临时文件（目录 {folder}）无法读写：{reason}，未写入任何数据。请检查该目录的权限与剩余空间，或用环境变量 TMPDIR 指定另一个目录',
    en: 'the temporary file of the load, in {folder}, cannot be written or read: {reason}. Nothing was written to the store; see to the permissions and the free space of that folder, or name another one in TMPDIR',
  },
  vector_store_disk_full: {
    kind: 'unavailable',
    zh: '向量数据库 {database} 磁盘空间不足，未写入任何数据：{reason}。请释放空间后重试',
    en: 'the vector database {database} has no disk space left, and nothing was written: {reason}. Free some and try again',
  },
});

/**
 * Translates errors of the vector database.
 * @param database a name that may be shown, without a password
 */
export function translateVectorStoreError(error: unknown, database: string): Error {
  const sqlstate = error instanceof Error && 'code' in error ? error.code : undefined;
  if (error instanceof Error && !(error instanceof DomainError)) {
    const cause = withoutServerText(error);
    if (sqlstate === '25006') {
      return new DomainError(vectorStoreErrors.vector_store_read_only, { database }, { cause });
    }
    if (sqlstate === '53100') {
      const params = { database, reason: serverReason(error) };
      return new DomainError(vectorStoreErrors.vector_store_disk_full, params, { cause });
    }
    if (sqlstate === '42501') {
      const params = { database, reason: serverReason(error) };
      return new DomainError(vectorStoreErrors.vector_store_forbidden, params, { cause });
    }
  }
  return translatePostgresError(error, database);
}
