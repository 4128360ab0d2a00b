/** The embedder of a store, as its records and collections name it; the version is part of the name of a model. */
export interface EmbedderDescription {
  /** Model of the documents. */
  readonly model: string;
  /** Precedes every document; another prefix makes other vectors. */
  readonly documentPrefix?: string;
  /** Model of the questions, where it is another one. */
  readonly queryModel?: string;
  /** Precedes every question. */
  readonly queryPrefix?: string;
}

/** In the metadata of a record, under `embedding`; the name of the model is under `embedding_model`. */
export function embeddingOfRecord({ documentPrefix = '' }: EmbedderDescription, dimensions: number) {
  return { dimensions, normalized: true, document_prefix: documentPrefix };
}

/** In the metadata of a collection, under `embedding`: all that a reader needs to embed a question. */
export function embeddingOfCollection(embedder: EmbedderDescription, dimensions: number) {
  const { model, documentPrefix = '', queryModel = model, queryPrefix = '' } = embedder;
  return {
    model,
    query_model: queryModel,
    dimensions,
    normalized: true,
    document_prefix: documentPrefix,
    query_prefix: queryPrefix,
  };
}

/** SQL: the prefix of the documents; empty also in records of earlier versions, which did not know prefixes. */
export function prefixIn(metadata: string): string {
  return `coalesce(${metadata} #>> '{embedding,document_prefix}', '')`;
}

/**
 * SQL: whether this embedder made the vector of a record; never NULL.
 * @param metadata the column
 * @param model placeholder of `EmbedderDescription.model`
 * @param prefix placeholder of `EmbedderDescription.documentPrefix`, a text
 */
export function isOfEmbedder(metadata: string, model: string, prefix: string): string {
  return `(coalesce(${metadata} ->> 'embedding_model', '') = ${model} AND ${prefixIn(metadata)} = ${prefix})`;
}

/** How an error names an embedder. */
export function nameOfEmbedder(model: string | null, documentPrefix = ''): string {
  return documentPrefix === '' ? (model ?? '–') : `${model ?? '–'} (${JSON.stringify(documentPrefix)})`;
}
