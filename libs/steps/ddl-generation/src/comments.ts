import {
  chineseFor,
  columnWords,
  plainComment,
  readableName,
  relationName,
  shortComment,
  tableWords,
  type Catalog,
  type Relation,
} from '#libs/catalog';
import type { ByLanguage, Language } from '#libs/language';
import type { CommentSource, CommentSources } from '#libs/step-files';

export interface Comment {
  readonly text: string;
  readonly source: CommentSource;
}

export interface RelationComments {
  readonly table: Comment | null;
  /** By column name; columns without a comment are absent. */
  readonly columns: ReadonlyMap<string, Comment>;
}

/** Proposals of a model for one relation, by column name. */
export interface ProposedComments {
  readonly table: string | null;
  readonly columns: ReadonlyMap<string, string>;
}

/** How names are spelled out: in the task's language, without prefixes that all tables of a schema share. */
export interface Spelling {
  readonly language: Language;
  /** By schema. */
  readonly prefixes: ReadonlyMap<string, string>;
}

/** The words of a name in the language, where all of them are known. */
const SPELLED_OUT: ByLanguage<(words: readonly string[]) => string | null> = { zh: chineseFor, en: () => null };

/** Priority: a person's comment, the model's, the name in words if that adds information. */
export function commentsOf(
  relation: Relation,
  proposed: ProposedComments | undefined,
  { language, prefixes }: Spelling,
): RelationComments {
  const spelled = (name: string, words: readonly string[]): string | null => {
    const readable = readableName(name);
    return SPELLED_OUT[language](words) ?? (readable.includes(' ') ? readable : null);
  };
  const columns = new Map<string, Comment>();
  for (const column of relation.columns) {
    const name = spelled(column.name, columnWords(column, relation));
    const comment = choose(column.comment, proposed?.columns.get(column.name), name);
    if (comment) {
      columns.set(column.name, comment);
    }
  }
  const name = spelled(relation.name, tableWords(relation, prefixes));
  return { table: choose(relation.comment, proposed?.table, name), columns };
}

function choose(written: string | null, proposed: string | null | undefined, name: string | null): Comment | null {
  const catalog = plainComment(written);
  if (catalog !== '') {
    return { text: catalog, source: 'catalog' };
  }
  const model = plainComment(proposed ?? null);
  if (model !== '') {
    return { text: model, source: 'model' };
  }
  return name === null ? null : { text: name, source: 'rule' };
}

/** The title of a table: the first clause of its comment. */
export function titleOf(comments: RelationComments): string | null {
  return comments.table ? shortComment(comments.table.text) : null;
}

/** Description of a table by a person or a model; a name spelled out is only a title. */
export function descriptionOf(comments: RelationComments): string | null {
  return comments.table && comments.table.source !== 'rule' ? comments.table.text : null;
}

/** The source of each comment, as stored with the files. */
export function commentSources(catalog: Catalog, comments: ReadonlyMap<string, RelationComments>): CommentSources {
  return Object.fromEntries(
    catalog.relations.map((relation) => {
      const of = comments.get(relationName(relation));
      const columns = [...(of?.columns ?? [])].map(([name, { source }]) => [name, source] as const);
      return [relationName(relation), { table: of?.table?.source ?? null, columns: Object.fromEntries(columns) }];
    }),
  );
}
