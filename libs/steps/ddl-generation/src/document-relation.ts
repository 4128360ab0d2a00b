import type { BusinessDatabase } from '#libs/business-database';
import { relationName, type Relation, type RelationName, type RelationProfile } from '#libs/catalog';
import type { Language } from '#libs/language';
import type { ChatModel } from '#libs/language-model';
import { deriveSemanticModel } from '#libs/semantic-model';
import { collectComments } from './collect-comments.js';
import type { RelationComments } from './comments.js';
import { renderDdl } from './render-ddl.js';
import { renderDetail } from './render-detail.js';
import { tableMeanings } from './table-meaning.js';

export interface RelationDocument {
  readonly relation: Relation;
  readonly profile: RelationProfile | undefined;
  readonly comments: RelationComments;
  /** As in the `.ddl` file that the step writes. */
  readonly ddl: string;
  /** As in the `_detail.md` file. */
  readonly detail: string;
}

export interface DocumentOptions {
  /** Proposes the comments that the catalog lacks; null: names in words stand for them. */
  readonly chatModel: ChatModel | null;
  readonly businessContext: string;
  readonly language: Language;
  readonly signal: AbortSignal;
}

/**
 * Documents one relation by itself, without writing files: links to unlisted tables are those that it declares. If the
 * model fails, only the proposed comments are missing.
 * @returns null when the relation does not exist.
 * @throws DomainError `database_…`
 */
export async function documentRelation(
  database: BusinessDatabase,
  name: RelationName,
  options: DocumentOptions,
): Promise<RelationDocument | null> {
  const { language } = options;
  const catalog = await database.readCatalog([name]);
  const [relation] = catalog.relations;
  if (relation === undefined) {
    return null;
  }
  const [profile] = await database.readProfiles(catalog);
  const profiles = new Map(profile === undefined ? [] : [[relationName(relation), profile]]);
  const model = deriveSemanticModel(catalog, (table) => profiles.get(table));
  const meaning = tableMeanings(model)(relationName(relation));
  const proposed = await collectComments(catalog, profiles, {
    ...options,
    entityOf: () => meaning?.entity,
    onWarning: () => undefined,
    onProgress: () => undefined,
  });
  const comments = proposed.get(relationName(relation)) ?? { table: null, columns: new Map() };
  return {
    relation,
    profile,
    comments,
    ddl: renderDdl(relation, comments, meaning, language),
    detail: renderDetail({ relation, comments, profile, meaning, lookups: new Map(), language }),
  };
}
