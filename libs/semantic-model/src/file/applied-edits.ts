import type { Message } from '#libs/language';
import type { Metric, Relationship, SemanticModel } from '../model.js';
import type { ItemEdits } from './edit-item.js';
import type { ModelList } from './model-file.js';
import type { Plain } from './statement.js';

/** A model with the edits of people, and what the next file has to repeat of the one that was read. */
export interface AppliedEdits {
  readonly model: SemanticModel;
  /** By `itemKey`. */
  readonly edits: ReadonlyMap<string, ItemEdits>;
  /** Joins and metrics that a person took back: the file keeps them, nothing else has them. */
  readonly rejected: { readonly relationships: readonly Relationship[]; readonly metrics: readonly Metric[] };
  /** Items that name what does not exist, as they stood. */
  readonly kept: Readonly<Record<ModelList, readonly Plain[]>>;
  /** Columns that do not exist, as they stood, by table. */
  readonly keptFields: ReadonlyMap<string, readonly Plain[]>;
  readonly keptKeys: ReadonlyMap<string, Plain>;
  readonly warnings: readonly Message[];
}

export function itemKey(entity: string, part: 'table' | 'field' | 'relationship' | 'metric', name = ''): string {
  return `${entity}\u0000${part}\u0000${name}`;
}

/** The derived model, where there is no file. */
export function withoutEdits(model: SemanticModel): AppliedEdits {
  return {
    model,
    edits: new Map(),
    rejected: { relationships: [], metrics: [] },
    kept: { datasets: [], relationships: [], metrics: [] },
    keptFields: new Map(),
    keptKeys: new Map(),
    warnings: [],
  };
}

/** Something of a person's is in it, so that the file has to be read again by the next run. */
export function hasEdits({ edits, rejected, kept, keptFields, keptKeys }: AppliedEdits): boolean {
  const sizes = [edits.size, keptFields.size, keptKeys.size, rejected.relationships.length, rejected.metrics.length];
  return sizes.some((size) => size > 0) || Object.values(kept).some((items) => items.length > 0);
}
