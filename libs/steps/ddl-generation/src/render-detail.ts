import {
  isLinkTable,
  keyColumns,
  listedValue,
  type Column,
  type ColumnProfile,
  type LookupEntry,
  type Relation,
  type RelationProfile,
} from '#libs/catalog';
import type { Language } from '#libs/language';
import { descriptionOf, titleOf, type RelationComments } from './comments.js';
import { foreignKeyLabel, LABELS } from './labels.js';
import { NOTE_WORDS } from './note-words.js';
import { columnNotes, tableNotes } from './notes.js';
import { profileLine, rowCountLine } from './profile-lines.js';
import { relationLines, ruleLines, type IncomingReference } from './relation-lines.js';
import { shownName } from './relation-names.js';
import { readableType } from './type-names.js';

export interface DetailInput {
  readonly relation: Relation;
  readonly comments: RelationComments;
  readonly profile: RelationProfile | undefined;
  /** Foreign keys of other listed tables that point here. */
  readonly incoming: readonly IncomingReference[];
  readonly language: Language;
  /** Meanings of the keys of lookup tables, by `schema.table.key`. */
  readonly lookups?: ReadonlyMap<string, readonly LookupEntry[]>;
}

/**
 * The `_detail.md` of one relation: the original's column list and notes, then the measured profile, the relations in
 * both directions and the rules. No blank lines and one heading, so that it is trained as one document.
 */
export function renderDetail(input: DetailInput): string {
  const { relation, language } = input;
  const labels = LABELS[language];
  const profiles = new Map(input.profile?.columns.map((column) => [column.column, column]));
  const fields = relation.columns.map((column) => fieldLine(column, profiles.get(column.name), input));
  const notes = [
    ...tableNotes(relation, language),
    ...(input.profile?.unreadable ? [NOTE_WORDS[language].unreadable(input.profile.unreadable.join(', '))] : []),
    ...relation.columns.flatMap((column) => columnNotes(relation, column, profiles.get(column.name), input)),
    ...(isLinkTable(relation) || /_(rel|relation)$/i.test(relation.name) ? [NOTE_WORDS[language].link] : []),
  ];
  const keys = keyColumns(relation);
  const measured = [
    ...rowCountLine(input.profile, language),
    ...relation.columns.flatMap((column) => {
      const context = { rowCount: input.profile?.rowCount ?? null, isKey: keys.has(column.name) };
      return profileLine(column, profiles.get(column.name), context, language);
    }),
  ];
  return [
    ...headingLines(input),
    labels.fields,
    ...fields,
    ...section(labels.notes, notes),
    ...section(labels.profile, measured),
    ...section(labels.relations, relationLines(relation, input.incoming, language)),
    ...section(labels.rules, ruleLines(relation, language)),
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? [title, ...lines.map((line) => `- ${oneLine(line)}`)] : [];
}

function oneLine(text: string): string {
  return text.replace(/\s*[\p{Cc}\p{Zl}\p{Zp}]+\s*/gu, ' ');
}

function headingLines({ relation, comments, language }: DetailInput): string[] {
  const labels = LABELS[language];
  const name = oneLine(shownName(relation));
  const title = titleOf(comments) ?? (relation.kind === 'table' ? labels.noComment : labels.kinds[relation.kind]);
  const text = descriptionOf(comments) ?? '';
  const kind = labels.kinds[relation.kind];
  const body = `${name} ${kind}${text && `${labels.beforeDescription}${text}`}`;
  return [`## ${name}${labels.open}${oneLine(title)}${labels.close}`, oneLine(body)];
}

function fieldLine(column: Column, profile: ColumnProfile | undefined, input: DetailInput): string {
  const labels = LABELS[input.language];
  const comment = input.comments.columns.get(column.name)?.text;
  const constraints = constraintLabels(input.relation, column, input.language);
  const count = profile?.enumeration ? 3 : 2;
  const values = (profile?.sampleValues ?? []).slice(0, count).map((value) => listedValue(value));
  return oneLine(
    [
      `- ${column.name} (${readableType(column)})`,
      comment ? ` - ${comment}` : '',
      constraints.length > 0 ? ` [${constraints.join(', ')}]` : '',
      values.length > 0 ? ` [${labels.examples}: ${values.join(', ')}]` : '',
    ].join(''),
  );
}

function constraintLabels(relation: Relation, column: Column, language: Language): string[] {
  const labels = LABELS[language];
  return [
    ...(relation.primaryKey?.columns.includes(column.name) ? [labels.primaryKey] : []),
    ...foreignKeyLabel(relation, column, language),
    ...(column.notNull ? [labels.notNull] : []),
  ];
}
