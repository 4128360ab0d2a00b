import { listedValue, type Column, type Relation } from '#libs/catalog';
import type { Language } from '#libs/language';
import { qualifiedName, quoteIdentifier } from '#libs/postgres';
import { columnText, descriptionOf, titleOf, type RelationComments } from './comments.js';
import { foreignKeyTarget, LABELS } from './labels.js';
import { otherNames } from './other-names.js';
import { withOptions } from './schema-tables.js';
import { checkExpression, sqlOnOneLine } from './sql-lines.js';
import type { TableMeaning } from './table-meaning.js';
import { shortTypeName } from './type-names.js';

/** Column (in code points) at which the comments of a table begin, where the definitions leave room. */
const COMMENT_COLUMN = 30;

/**
 * The `.ddl` file of one relation: PostgreSQL that runs, with the header and the column comments of the original. The
 * comma stands before the comment. No newline at the end.
 */
export function renderDdl(
  relation: Relation,
  comments: RelationComments,
  meaning: TableMeaning | undefined,
  language: Language,
): string {
  const documented = { relation, comments, meaning, language };
  const header = headerLines(documented);
  switch (relation.kind) {
    case 'view':
    case 'materialized_view':
      return [...header, ...columnLines(documented), viewStatement(relation)].join('\n');
    case 'table':
    case 'partitioned_table':
    case 'foreign_table':
      return [...header, ...tableStatement(documented)].join('\n');
  }
}

interface Documented {
  readonly relation: Relation;
  readonly comments: RelationComments;
  readonly meaning: TableMeaning | undefined;
  readonly language: Language;
}

function headerLines({ relation, comments, meaning, language }: Documented): string[] {
  const labels = LABELS[language];
  const colon = ': ';
  const title = titleOf(comments, meaning?.entity, language);
  const description = descriptionOf(comments, title);
  const names = meaning ? otherNames(meaning.entity, [title ?? '', relation.name], language) : [];
  const { partitions, partitionOf } = relation;
  const shown = partitions.slice(0, 20).map((name) => inComment(name));
  const more = partitions.length > shown.length ? `, … (${partitions.length})` : '';
  return [
    `-- ${labels.name}${colon}${inComment(title ?? relation.name)}`,
    ...(description === null ? [] : [`-- ${labels.description}${colon}${inComment(description)}`]),
    ...(names.length > 0 ? [`-- ${labels.otherNames}${colon}${names.map(inComment).join(', ')}`] : []),
    ...(shown.length > 0 ? [`-- ${labels.partitions}${colon}${shown.join(', ')}${more}`] : []),
    ...(partitionOf
      ? [
          `-- ${labels.partitionOf}${colon}${inComment(`${partitionOf.schema}.${partitionOf.name} ${partitionOf.bound}`)}`,
        ]
      : []),
  ];
}

/** A name or text that cannot end its comment line early. */
function inComment(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}

/** A view has no column definitions: its columns stand as comments before the query. */
function columnLines({ relation, comments, meaning, language }: Documented): string[] {
  return relation.columns.map((column) => {
    const text = columnText(comments.columns.get(column.name), meaning?.field(column.name), column.name, language);
    return `--   ${inComment(column.name)} ${shortTypeName(column.type)}${text ? ` - ${inComment(text)}` : ''}`;
  });
}

function viewStatement(relation: Relation): string {
  const keyword = relation.kind === 'view' ? 'create view' : 'create materialized view';
  const query = (relation.definition ?? '').trim().replace(/;$/, '');
  return `${keyword} ${qualifiedName(relation.schema, relation.name)}${withOptions(relation)} as\n${query};`;
}

function tableStatement(documented: Documented): string[] {
  const { relation } = documented;
  const definitions = [
    ...relation.columns.map((column) => ({
      text: columnDefinition(column),
      comment: columnComment(column, documented),
    })),
    ...constraintDefinitions(relation).map((text) => ({ text, comment: '' })),
  ];
  const lines = definitions.map(({ text, comment }, index) =>
    withComment(`  ${text}${index < definitions.length - 1 ? ',' : ''}`, comment),
  );
  const keyword =
    relation.kind === 'foreign_table'
      ? 'create foreign table'
      : relation.unlogged
        ? 'create unlogged table'
        : 'create table';
  return [`${keyword} ${qualifiedName(relation.schema, relation.name)} (`, ...lines, `)${tableOptions(relation)};`];
}

function tableOptions(relation: Relation): string {
  if (relation.foreignServer) {
    return ` server ${quoteIdentifier(relation.foreignServer.name)}`;
  }
  return relation.partitionKey === null ? '' : ` partition by ${relation.partitionKey}`;
}

function withComment(line: string, comment: string): string {
  return comment === '' ? line : `${line}${' '.repeat(Math.max(1, COMMENT_COLUMN - [...line].length))}-- ${comment}`;
}

function columnDefinition(column: Column): string {
  const always = column.identity === 'always' ? 'always' : 'by default';
  return [
    quoteIdentifier(column.name),
    shortTypeName(column.type),
    column.collation === null ? '' : `collate ${column.collation}`,
    column.generated === null
      ? ''
      : `generated always as (${column.generated})${column.generatedVirtual ? '' : ' stored'}`,
    column.identity === null ? '' : `generated ${always} as identity`,
    column.identity !== null && column.identityOptions !== null ? `(${column.identityOptions})` : '',
    column.notNull ? 'not null' : '',
    column.default === null ? '' : `default ${shortDefault(column.default)}`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** `CURRENT_TIMESTAMP` and the like in the case of the rest; a cast of a literal to a plain text type says nothing. */
function shortDefault(expression: string): string {
  return /^CURRENT_(TIMESTAMP|DATE|TIME|USER)$/.test(expression)
    ? expression.toLowerCase()
    : expression.replace(/^('(?:[^']|'')*')::(character varying|text|bpchar)$/, '$1');
}

function columnComment(column: Column, { relation, comments, meaning, language }: Documented): string {
  const labels = LABELS[language];
  const key = relation.primaryKey?.columns ?? [];
  const keyLabel = key.length > 1 ? labels.partOfKey : labels.primaryKey;
  const values = (column.enumLabels ?? []).slice(0, 20);
  return inComment(
    [
      columnText(comments.columns.get(column.name), meaning?.field(column.name), column.name, language),
      key.includes(column.name) ? keyLabel : '',
      ...foreignKeyTarget(meaning, column.name, language),
      column.domainBase === null ? '' : `${labels.baseType}${labels.colon}${shortTypeName(column.domainBase)}`,
      values.length > 0
        ? `${labels.values}${labels.colon}${values.map((value) => listedValue(value)).join(labels.listSeparator)}`
        : '',
    ]
      .filter(Boolean)
      .join(labels.separator),
  );
}

function constraintDefinitions(relation: Relation): string[] {
  const { primaryKey, uniqueConstraints, checkConstraints, exclusionConstraints, foreignKeys } = relation;
  return [
    ...(primaryKey ? [lowerCaseStart(primaryKey.definition)] : []),
    ...uniqueConstraints.map(({ definition }) => lowerCaseStart(definition)),
    ...checkConstraints.map(({ definition }) => `check ${checkExpression(definition)}`),
    ...exclusionConstraints.map(({ definition }) => lowerCaseStart(definition)),
    ...foreignKeys.filter(({ inferred }) => !inferred).map(({ definition }) => foreignKeyDefinition(definition)),
  ].map(sqlOnOneLine);
}

function lowerCaseStart(definition: string): string {
  return definition.replace(/^(PRIMARY KEY|UNIQUE( NULLS NOT DISTINCT)?|EXCLUDE)/, (keyword) => keyword.toLowerCase());
}

/** PostgreSQL leaves only keywords and lower-case names unquoted. */
function foreignKeyDefinition(definition: string): string {
  return definition.replace(/"(?:[^"]|"")*"|[^"]+/g, (part) => (part.startsWith('"') ? part : part.toLowerCase()));
}
