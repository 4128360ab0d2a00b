import type { Message } from '#libs/language';
import type { Entity } from '../model.js';
import type { ItemEdits } from './edit-item.js';
import type { ModelBase } from '#libs/step-files';
import { nearest, type ModelFile } from './model-file.js';

/** What was derived when the file was last written, by table; undefined for a table that is new since. */
export type BaseOf = (entity: string) => ModelBase | undefined;

/** What the parts of a file need to meet a model. */
export interface EditorParts {
  readonly entities: ReadonlyMap<string, Entity>;
  readonly file: ModelFile;
  readonly baseOf: BaseOf;
  readonly warn: (message: Message) => void;
  readonly record: (key: string, edits: ItemEdits) => void;
}

/** By `schema.name`, or by the bare name of one table only. */
export function findEntity(name: string, entities: ReadonlyMap<string, Entity>): Entity | undefined {
  const exact = entities.get(name);
  if (exact !== undefined) {
    return exact;
  }
  const bare = [...entities.values()].filter(({ table }) => table === name);
  return bare.length === 1 ? bare[0] : undefined;
}

/** The table nearest to a wrong name, with or without a schema; empty where none is near. */
export function nearestTable(name: string, entities: ReadonlyMap<string, Entity>): string {
  const near = nearest(name, entities.keys());
  if (near !== null || name.includes('.')) {
    return near ?? '';
  }
  const bare = nearest(
    name,
    [...entities.values()].map(({ table }) => table),
  );
  return [...entities.values()].find(({ table }) => table === bare)?.id ?? '';
}
