import { plainComment, relationName, shortComment, type Catalog, type Relation } from '#libs/catalog';
import { identifierWords } from '#libs/lexicon';
import type { ByLanguage, Language } from '#libs/language';
import type { Entity, Field, Name } from '#libs/semantic-model';
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

/** Priority: the comment of a person, the model's, the name that the semantic model has if it adds information. */
export function commentsOf(
  relation: Relation,
  proposed: ProposedComments | undefined,
  entity: Entity | undefined,
  language: Language,
): RelationComments {
  const fields = new Map(entity?.fields.map((field) => [field.name, field]));
  const columns = new Map<string, Comment>();
  for (const column of relation.columns) {
    const field = fields.get(column.name);
    const written = field ? field.description : column.comment;
    const name = field ? tellingName(field.label[language], column.name) : null;
    const comment = choose(written, proposed?.columns.get(column.name), name);
    if (comment) {
      columns.set(column.name, comment);
    }
  }
  const name = entity ? tellingName(entity.name[language], relation.name) : null;
  return { table: choose(entity ? entity.description : relation.comment, proposed?.table, name), columns };
}

/** A known name, unless it is the identifier in words. */
export function tellingName({ text, plural, known }: Name, identifier: string): string | null {
  const words = identifierWords(identifier).join(' ');
  return known && ![text, plural].some((form) => form.toLowerCase() === words) ? text : null;
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

/** The title of a table: the first clause of a comment in the language, else its name there. */
export function titleOf(comments: RelationComments, entity: Entity | undefined, language: Language): string | null {
  const { table } = comments;
  const name = entity ? tellingName(entity.name[language], entity.table) : null;
  return table && (table.source === 'rule' || isOf(table.text, language)) ? shortComment(table.text) : name;
}

/** What a person or a model wrote about a table, as far as its title does not say it already. */
export function descriptionOf({ table }: RelationComments, title: string | null): string | null {
  return table && table.source !== 'rule' && withoutEnd(table.text) !== withoutEnd(title ?? '') ? table.text : null;
}

/** The comment of a column for readers: its name first where the comment is of another language, nothing that the name says. */
export function columnText(
  comment: Comment | undefined,
  field: Field | undefined,
  column: string,
  language: Language,
): string {
  if (comment === undefined) {
    return '';
  }
  const isForeign = !isOf(comment.text, language);
  const name = field && isForeign ? tellingName(field.label[language], column) : null;
  if (isEcho(comment.text, column)) {
    return name ?? '';
  }
  return name === null ? comment.text : `${name}${JOINED[language]}${comment.text}`;
}

const JOINED: ByLanguage<string> = { zh: '：', en: ': ' };

/** `order id` next to `order_id` */
function isEcho(text: string, identifier: string): boolean {
  const plain = withoutEnd(text).toLowerCase();
  return plain === identifierWords(identifier).join(' ') || plain === identifier.toLowerCase();
}

function withoutEnd(text: string): string {
  return text.replace(/[\s.。]+$/u, '');
}

const WRITTEN_IN: ByLanguage<(text: string) => boolean> = {
  zh: (text) => /\p{Script=Han}/u.test(text),
  en: (text) => !/\p{Script=Han}/u.test(text),
};

function isOf(text: string, language: Language): boolean {
  return WRITTEN_IN[language](text);
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
