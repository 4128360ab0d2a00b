import type { EmbedderIdentity, TextPurpose } from '#libs/language-model';

/** A name that readers may send as `model`, and the side that it means. */
export interface ServedModel {
  readonly name: string;
  readonly purpose: TextPurpose;
}

/**
 * The names of an embedder. The plain name is the side of questions, since readers ask more than they store; where the
 * sides are two models, each plain name is its own side.
 */
export function servedModels({ model, queryModel }: EmbedderIdentity): ServedModel[] {
  const plain: ServedModel[] =
    model === queryModel
      ? [{ name: model, purpose: 'query' }]
      : [
          { name: queryModel, purpose: 'query' },
          { name: model, purpose: 'document' },
        ];
  return [...plain, { name: `${model}:query`, purpose: 'query' }, { name: `${model}:document`, purpose: 'document' }];
}
