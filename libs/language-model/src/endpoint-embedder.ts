import { DomainError } from '#libs/domain-errors';
import type { Embedder, EmbedderIdentity, EmbedOptions, TextEmbedder, TextPurpose } from './embedder-contract.js';
import { languageModelErrors } from './errors.js';

/** A model, and what precedes each text that it gets. */
export interface EmbedderSide {
  readonly texts: TextEmbedder;
  readonly prefix: string;
}

export type EmbedderSides = Readonly<Record<TextPurpose, EmbedderSide>>;

/** An embedder whose documents and questions go to one model with different prefixes, or to two models. */
export class EndpointEmbedder implements Embedder {
  private knownDimensions: number | null = null;

  private readonly sides: EmbedderSides;

  constructor(private readonly createSides: () => EmbedderSides) {
    this.sides = createSides();
  }

  get model(): string {
    return this.sides.document.texts.model;
  }

  get dimensions(): number | null {
    return this.knownDimensions ?? this.sides.document.texts.dimensions;
  }

  get identity(): EmbedderIdentity {
    const { document, query } = this.sides;
    return {
      model: document.texts.model,
      queryModel: query.texts.model,
      documentPrefix: document.prefix,
      queryPrefix: query.prefix,
      dimensions: this.dimensions,
      normalized: true,
    };
  }

  async embed(texts: readonly string[], { purpose, ...options }: EmbedOptions): Promise<Float32Array[]> {
    const blank = texts.findIndex((text) => text.trim() === '');
    if (blank >= 0) {
      throw new DomainError(languageModelErrors.embedding_text_blank, { position: blank + 1 });
    }
    const { texts: model, prefix } = this.sides[purpose];
    const vectors = await model.embed(prefix === '' ? texts : texts.map((text) => prefix + text), options);
    for (const vector of vectors) {
      this.checkLength(vector.length, model);
    }
    return vectors;
  }

  renewed(): Embedder {
    return new EndpointEmbedder(this.createSides);
  }

  /** Vectors of both sides, of the cache and of the endpoint are compared with each other. */
  private checkLength(actual: number, { model }: TextEmbedder): void {
    const expected = (this.knownDimensions ??= actual);
    if (actual !== expected) {
      // The next call takes the endpoint as it is then; the store compares the length with its own.
      this.knownDimensions = null;
      throw new DomainError(languageModelErrors.embedding_dimension_differs, { model, actual, expected });
    }
  }
}
