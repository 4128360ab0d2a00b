import { describe, expect, it } from '@jest/globals';
import type { EmbedderIdentity } from '#libs/language-model';
import { servedModels } from './model-names.js';

const identity = (model: string, queryModel = model): EmbedderIdentity => ({
  model,
  queryModel,
  documentPrefix: 'passage: ',
  queryPrefix: 'query: ',
  dimensions: 2,
  normalized: true,
});
const namesOf = (embedder: EmbedderIdentity) =>
  Object.fromEntries(servedModels(embedder).map(({ name, purpose }) => [name, purpose]));

describe('the names of an embedder', () => {
  it('are the model as the side of questions, and one for each side', () => {
    expect(namesOf(identity('bge-m3:latest'))).toEqual({
      'bge-m3:latest': 'query',
      'bge-m3:latest:query': 'query',
      'bge-m3:latest:document': 'document',
    });
  });

  it('are both models where the sides are two, each as its own side', () => {
    expect(namesOf(identity('dpr-ctx', 'dpr-question'))).toEqual({
      'dpr-question': 'query',
      'dpr-ctx': 'document',
      'dpr-ctx:query': 'query',
      'dpr-ctx:document': 'document',
    });
  });
});
