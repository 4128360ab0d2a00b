import { relationName, type Catalog, type LookupEntry } from '#libs/catalog';
import type { Language } from '#libs/language';
import type { SemanticModel } from '#libs/semantic-model';
import {
  COMMENT_SOURCES_FILE,
  commentSourcesFile,
  FILENAME_MAPPING_FILE,
  fileBaseNames,
  relationFiles,
  renderFilenameMapping,
  SCHEMA_SQL_FILE,
} from '#libs/step-files';
import { commentSources, type RelationComments } from './comments.js';
import { encodeParts } from './encode-parts.js';
import type { PackedProfiles } from './packed-profiles.js';
import { renderDdl } from './render-ddl.js';
import { renderDetail } from './render-detail.js';
import { tableMeanings } from './table-meaning.js';
import { schemaBundle } from './schema-sql.js';
import type { TrackedFiles } from './tracked-files.js';

export interface Documented {
  readonly catalog: Catalog;
  readonly profiles: PackedProfiles;
  readonly comments: ReadonlyMap<string, RelationComments>;
  readonly model: SemanticModel;
  readonly language: Language;
  /** `schema.sql` also has rules, triggers and row security. */
  readonly behaviour: boolean;
}

const NO_COMMENTS: RelationComments = { table: null, columns: new Map() };

/**
 * Writes the two files of each relation, the bundle, the mapping and the sources.
 * @returns a sentence for each object that the bundle does not restore
 */
export async function writeRelationFiles(
  documented: Documented,
  files: TrackedFiles,
  signal: AbortSignal,
): Promise<{ readonly leftOut: readonly string[] }> {
  const { catalog, profiles, comments, model, language, behaviour } = documented;
  const bases = fileBaseNames(catalog.relations);
  const meaningOf = tableMeanings(model);
  const lookups = lookupsOf(profiles);
  const written = new Map<string, string[]>();
  for (const relation of catalog.relations) {
    signal.throwIfAborted();
    const name = relationName(relation);
    const { ddl, detail: detailFile } = relationFiles(bases.get(name) ?? '');
    const relationComments = comments.get(name) ?? NO_COMMENTS;
    const meaning = meaningOf(name);
    const detail = {
      relation,
      comments: relationComments,
      profile: profiles.get(name),
      meaning,
      lookups,
      language,
    };
    await files.write(ddl, renderDdl(relation, relationComments, meaning, language));
    await files.write(detailFile, renderDetail(detail));
    written.set(name, [ddl, detailFile]);
  }
  const bundle = schemaBundle(catalog, { behaviour });
  await files.write(SCHEMA_SQL_FILE, encodeParts(bundle.sections));
  await files.write(FILENAME_MAPPING_FILE, renderFilenameMapping(written), { data: true });
  const sources = commentSourcesFile.render(commentSources(catalog, comments));
  await files.write(COMMENT_SOURCES_FILE, sources, { data: true });
  return { leftOut: bundle.leftOut };
}

function lookupsOf(profiles: PackedProfiles): Map<string, readonly LookupEntry[]> {
  return new Map(profiles.facts().flatMap((facts) => (facts.lookup ? [[relationName(facts), facts.lookup]] : [])));
}
