import { LANGUAGES, type ByLanguage } from '#libs/language';
import type { ModelItem, StatementSet } from './model-types.js';

/** A code with its meanings, as a row of the form. */
export interface CodeRow extends ByLanguage<string> {
  readonly code: string;
}

/** Everything about a table or a column that the form edits, as texts. */
export interface ItemForm {
  readonly label: ByLanguage<string>;
  /** Separated by commas. */
  readonly synonyms: ByLanguage<string>;
  readonly description: string;
  readonly kind: string;
  readonly time: string;
  readonly softDeleteField: string;
  readonly softDeleteAlive: string;
  readonly role: string;
  readonly additivity: string;
  readonly unitKind: string;
  readonly unitCode: string;
  readonly unitField: string;
  readonly nullMeaning: ByLanguage<string>;
  readonly codes: readonly CodeRow[];
}

export const ALIVE = ['IS NULL', 'IS NOT NULL', '= FALSE', '= TRUE', '= 0', '= 1', "= '0'", "= '1'"] as const;

export function formOf(item: ModelItem): ItemForm {
  const value = (key: string): unknown => item.statements.find((statement) => statement.key === key)?.value ?? null;
  const unit = recordOf(value('unit'));
  const softDelete = recordOf(value('soft_delete'));
  return {
    label: textsOf(value('label'), false),
    synonyms: synonymsOf(value('synonyms')),
    description: textOf(value('description')),
    kind: textOf(value('kind')),
    time: textOf(value('time')),
    softDeleteField: textOf(softDelete['field']),
    softDeleteAlive: textOf(softDelete['alive']) || ALIVE[0],
    role: textOf(value('role')),
    additivity: textOf(value('additivity')) || 'none',
    unitKind: textOf(unit['kind']),
    unitCode: textOf(unit['code']),
    unitField: textOf(unit['field']),
    nullMeaning: textsOf(value('null_meaning'), true),
    codes: codesOf(value('values')),
  };
}

/** The statements that the form changes; those that it leaves alone keep their evidence. */
export function changesOf(item: ModelItem, form: ItemForm): StatementSet {
  const before = statementsOf(item.part, formOf(item));
  const after = statementsOf(item.part, form);
  return Object.fromEntries(
    Object.entries(after).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key])),
  );
}

function statementsOf(part: ModelItem['part'], form: ItemForm): StatementSet {
  const common = {
    label: namesOf(form.label),
    synonyms: listsOf(form.synonyms),
    description: form.description.trim() || null,
  };
  if (part === 'table') {
    const { softDeleteField: field, softDeleteAlive: alive } = form;
    return { ...common, kind: form.kind, time: form.time || null, soft_delete: field === '' ? null : { field, alive } };
  }
  const { unitKind: kind, unitCode: code, unitField: field } = form;
  const unit = { kind: kind.trim(), ...(code.trim() && { code: code.trim() }), ...(field && { field }) };
  return {
    ...common,
    role: form.role,
    additivity: form.additivity,
    unit: unit.kind === '' ? null : unit,
    null_meaning: namesOf(form.nullMeaning),
    values: meaningsOf(form.codes),
  };
}

function namesOf(texts: ByLanguage<string>): Partial<ByLanguage<string>> | null {
  const named = LANGUAGES.flatMap((language) => (texts[language].trim() ? [[language, texts[language].trim()]] : []));
  return named.length === 0 ? null : (Object.fromEntries(named) as Partial<ByLanguage<string>>);
}

function listsOf(texts: ByLanguage<string>): Partial<ByLanguage<string[]>> | null {
  const lists = LANGUAGES.map((language) => [
    language,
    texts[language]
      .split(/[,，、;；]/)
      .map((text) => text.trim())
      .filter((text) => text !== ''),
  ]).filter(([, list]) => (list?.length ?? 0) > 0);
  return lists.length === 0 ? null : (Object.fromEntries(lists) as Partial<ByLanguage<string[]>>);
}

/** Codes of which none has a meaning are a list of values, as the file has it. */
function meaningsOf(codes: readonly CodeRow[]): unknown {
  const named = codes.filter(({ code }) => code.trim() !== '');
  if (named.every((row) => namesOf(row) === null)) {
    return named.length === 0 ? null : named.map(({ code }) => code.trim());
  }
  return Object.fromEntries(named.map((row) => [row.code.trim(), namesOf(row)]));
}

function codesOf(value: unknown): CodeRow[] {
  if (Array.isArray(value)) {
    return value.map((code) => ({ code: textOf(code), zh: '', en: '' }));
  }
  return Object.entries(recordOf(value)).map(([code, meaning]) => ({ code, ...textsOf(meaning, true) }));
}

/** @param inBoth whether a bare text holds in every language, or in that of its letters */
function textsOf(value: unknown, inBoth: boolean): ByLanguage<string> {
  if (typeof value === 'object' && value !== null) {
    const texts = recordOf(value);
    return { zh: textOf(texts['zh']), en: textOf(texts['en']) };
  }
  const text = textOf(value);
  const isHan = /\p{Script=Han}/u.test(text);
  return { zh: inBoth || isHan ? text : '', en: inBoth || !isHan ? text : '' };
}

function synonymsOf(value: unknown): ByLanguage<string> {
  if (Array.isArray(value)) {
    const [zh, en] = [true, false].map((wanted) =>
      value
        .map(textOf)
        .filter((text) => /\p{Script=Han}/u.test(text) === wanted)
        .join(', '),
    );
    return { zh: zh ?? '', en: en ?? '' };
  }
  const lists = recordOf(value);
  const joined = (list: unknown): string => (Array.isArray(list) ? list.map(textOf).join(', ') : '');
  return { zh: joined(lists['zh']), en: joined(lists['en']) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}
