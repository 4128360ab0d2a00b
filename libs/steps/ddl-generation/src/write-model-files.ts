import type { Language } from '#libs/language';
import { renderModel, renderOsi, tableBase, type AppliedEdits, type SemanticModel } from '#libs/semantic-model';
import {
  COLUMN_PROFILES_FILE,
  PackedMap,
  SEMANTIC_MODEL_FILE,
  SEMANTIC_MODEL_OSI_FILE,
  type ModelBase,
} from '#libs/step-files';
import { columnProfiles } from './column-profiles.js';
import { encodeParts } from './encode-parts.js';
import type { TrackedFiles } from './tracked-files.js';

/** Writes `semantic_model.yaml`, which keeps the edits of people, its export, and the figures of the columns. */
export async function writeModelFiles(applied: AppliedEdits, language: Language, files: TrackedFiles): Promise<void> {
  await files.write(SEMANTIC_MODEL_FILE, encodeParts(renderModel(applied, language)), { primary: true, merged: true });
  await files.write(SEMANTIC_MODEL_OSI_FILE, encodeParts(renderOsi(applied.model, language)));
  await files.write(COLUMN_PROFILES_FILE, encodeParts(columnProfiles(applied.model)));
}

/** What the next run compares the file with, by table. */
export function modelBases({ entities, relationships, metrics }: SemanticModel): PackedMap<ModelBase> {
  const joins = Map.groupBy(relationships, ({ from }) => from);
  const computed = Map.groupBy(metrics, ({ entity }) => entity);
  const bases = new PackedMap<ModelBase>();
  for (const entity of entities) {
    bases.set(entity.id, tableBase(entity, joins.get(entity.id) ?? [], computed.get(entity.id) ?? []));
  }
  return bases;
}
