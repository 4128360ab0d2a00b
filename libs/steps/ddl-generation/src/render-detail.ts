import {
  listedValue,
  type Column,
  type ColumnProfile,
  type LookupEntry,
  type Relation,
  type RelationProfile,
} from '#libs/catalog';
import type { Language } from '#libs/language';
import { columnText, descriptionOf, titleOf, type RelationComments } from './comments.js';
import { grainSentence } from './grain.js';
import { foreignKeyLabel, LABELS } from './labels.js';
import { rowNotes } from './meaning-notes.js';
import { NOTE_WORDS } from './note-words.js';
import { columnNotes, isJson, sensitiveNotes, tableNotes } from './notes.js';
import { nameLines } from './other-names.js';
import { profileLine, rowCountLine } from './profile-lines.js';
import { pathLines, relationLines, ruleLines } from './relation-lines.js';
import { relationOf, shownName } from './relation-names.js';
import type { TableMeaning } from './table-meaning.js';
import { readableType } from './type-names.js';

export interface DetailInput {
  readonly relation: Relation;
  readonly comments: RelationComments;
  readonly profile: RelationProfile | undefined;
  /** Undefined for a relation without columns. */
  readonly meaning: TableMeaning | undefined;
  /** Rows of the look-up tables by `schema.table`. */
  readonly lookups: ReadonlyMap<string, readonly LookupEntry[]>;
  readonly language: Language;
}

/**
 * The `_detail.md` of one relation: the original's column list and notes, then the measured profile, the joins in both
 * directions, the rules, ways of several joins and other names. No blank lines and one heading, so that it is trained as
 * one document.
 */
export function renderDetail(input: DetailInput): string {
  const { relation, meaning, language } = input;
  const labels = LABELS[language];
  const profiles = new Map(input.profile?.columns.map((column) => [column.column, column]));
  const fields = relation.columns.map((column) => fieldLine(column, profiles.get(column.name), input));
  const notes = [
    ...tableNotes(input),
    ...(meaning?.original ? [NOTE_WORDS[language].copy(shownName(relationOf(meaning.original)))] : []),
    ...(meaning ? rowNotes(meaning.entity, input.profile, language) : []),
    ...(input.profile?.unreadable ? [NOTE_WORDS[language].unreadable(input.profile.unreadable.join(', '))] : []),
    ...relation.columns.flatMap((column) => columnNotes(column, profiles.get(column.name), input)),
    ...sensitiveNotes(input.profile, meaning, language),
    ...(meaning?.entity.kind === 'link' || /_(rel|relation)$/i.test(relation.name) ? [NOTE_WORDS[language].link] : []),
  ];
  const measured = [
    ...rowCountLine(input.profile, language),
    ...relation.columns.flatMap((column) => {
      const context = { rowCount: input.profile?.rowCount ?? null, field: meaning?.field(column.name) };
      return profileLine(column, profiles.get(column.name), context, language);
    }),
  ];
  const title = titleOf(input.comments, meaning?.entity, language);
  return [
    ...headingLines(title, input),
    labels.fields,
    ...fields,
    ...section(labels.notes, notes),
    ...section(labels.profile, measured),
    ...section(labels.relations, relationLines(relation, meaning, language)),
    ...section(labels.rules, ruleLines(relation, language)),
    ...section(labels.paths, pathLines(meaning, language)),
    ...section(labels.names, nameLines(input, title)),
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? [title, ...lines.map((line) => `- ${oneLine(line)}`)] : [];
}

function oneLine(text: string): string {
  return text.replace(/\s*[\p{Cc}\p{Zl}\p{Zp}]+\s*/gu, ' ');
}

function headingLines(title: string | null, { relation, comments, meaning, language }: DetailInput): string[] {
  const labels = LABELS[language];
  const name = oneLine(shownName(relation));
  const kind = labels.kinds[relation.kind];
  const shown = title ?? (relation.kind === 'table' ? labels.noComment : kind);
  const sentences = [descriptionOf(comments, title), grainSentence(meaning, language)].filter((text) => text);
  const text = sentences
    .map((sentence) => withEnd(sentence ?? '', language))
    .reduce(
      (before, sentence) => `${before}${before && (afterLatin(before) || labels.betweenSentences)}${sentence}`,
      '',
    );
  const body = `${name} ${kind}${text && `${labels.beforeDescription}${text}`}`;
  return [`## ${name}${labels.open}${oneLine(shown)}${labels.close}`, oneLine(body)];
}

/** An English comment is followed by a space in any language. */
function afterLatin(text: string): string {
  return /[.!?;]$/.test(text) ? ' ' : '';
}

function withEnd(sentence: string, language: Language): string {
  const isLatin = !/\p{Script=Han}/u.test(sentence);
  const stop = isLatin ? '.' : /\p{Script=Han}[”）)]?$/u.test(sentence) ? '。' : LABELS[language].fullStop;
  return /[.。!！?？;；]$/u.test(sentence) ? sentence : `${sentence}${stop}`;
}

function fieldLine(column: Column, profile: ColumnProfile | undefined, input: DetailInput): string {
  const labels = LABELS[input.language];
  const field = input.meaning?.field(column.name);
  const comment = columnText(input.comments.columns.get(column.name), field, column.name, input.language);
  const constraints = constraintLabels(column, input);
  const count = profile?.enumeration ? 3 : 2;
  // Of JSON the notes tell the shape. A person called it sensitive: its values were not masked. Those of technical
  // columns tell nothing.
  const isHidden =
    isJson(column) || field?.role === 'technical' || (field?.role === 'sensitive' && !profile?.sensitive);
  const values = (isHidden ? [] : (profile?.sampleValues ?? [])).slice(0, count).map((value) => listedValue(value));
  return oneLine(
    [
      `- ${column.name} (${readableType(column)})`,
      comment ? ` - ${comment}` : '',
      constraints.length > 0 ? ` [${constraints.join(', ')}]` : '',
      values.length > 0 ? ` [${labels.examples}: ${values.join(', ')}]` : '',
    ].join(''),
  );
}

function constraintLabels(column: Column, { relation, meaning, language }: DetailInput): string[] {
  const labels = LABELS[language];
  return [
    ...(relation.primaryKey?.columns.includes(column.name) ? [labels.primaryKey] : []),
    ...foreignKeyLabel(meaning, column.name, language),
    ...(column.notNull ? [labels.notNull] : []),
  ];
}
