import { relationName, type Catalog, type LookupEntry } from '#libs/catalog';
import type { Language } from '#libs/language';
import { commentSources, type RelationComments } from './comments.js';
import { encodeParts } from './encode-parts.js';
import { fileBaseNames } from './file-names.js';
import { MAPPING_FILE, renderFilenameMapping } from './filename-mapping.js';
import type { PackedProfiles } from './packed-profiles.js';
import { incomingReferences } from './relation-lines.js';
import { renderDdl } from './render-ddl.js';
import { renderDetail } from './render-detail.js';
import { SCHEMA_FILE, schemaSqlSections } from './schema-sql.js';
import type { TrackedFiles } from './tracked-files.js';

export interface Documented {
  readonly catalog: Catalog;
  readonly profiles: PackedProfiles;
  readonly comments: ReadonlyMap<string, RelationComments>;
  readonly language: Language;
}

/** Tells where each comment comes from: catalog, model or rule. */
const COMMENT_SOURCES_FILE = 'comment_sources.json';

const NO_COMMENTS: RelationComments = { table: null, columns: new Map() };

/** Writes the two files of each relation, the bundle, the mapping and the sources. */
export async function writeRelationFiles(
  documented: Documented,
  files: TrackedFiles,
  signal: AbortSignal,
): Promise<void> {
  const { catalog, profiles, comments, language } = documented;
  const bases = fileBaseNames(catalog.relations);
  const incoming = incomingReferences(catalog);
  const lookups = lookupsOf(catalog, profiles);
  const written = new Map<string, string[]>();
  for (const relation of catalog.relations) {
    signal.throwIfAborted();
    const name = relationName(relation);
    const base = bases.get(name) ?? '';
    const said = comments.get(name) ?? NO_COMMENTS;
    const detail = {
      relation,
      comments: said,
      profile: profiles.get(name),
      incoming: incoming.get(name) ?? [],
      lookups,
      language,
    };
    await files.write(`${base}.ddl`, renderDdl(relation, said, language));
    await files.write(`${base}_detail.md`, renderDetail(detail));
    written.set(name, [`${base}.ddl`, `${base}_detail.md`]);
  }
  await files.write(SCHEMA_FILE, encodeParts(schemaSqlSections(catalog)));
  await files.write(MAPPING_FILE, renderFilenameMapping(written), { data: true });
  const sources = `${JSON.stringify(commentSources(catalog, comments), null, 2)}\n`;
  await files.write(COMMENT_SOURCES_FILE, sources, { data: true });
}

/** By `schema.table.key`, where the key is the primary key. */
function lookupsOf(catalog: Catalog, profiles: PackedProfiles): Map<string, readonly LookupEntry[]> {
  const entries = new Map(profiles.facts().map((facts) => [relationName(facts), facts.lookup]));
  return new Map(
    catalog.relations.map((relation) => {
      const name = relationName(relation);
      return [`${name}.${relation.primaryKey?.columns[0]}`, entries.get(name) ?? []];
    }),
  );
}
