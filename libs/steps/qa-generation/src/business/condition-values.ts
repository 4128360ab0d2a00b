import type { Column, ColumnProfile } from '#libs/catalog';
import type { ByLanguage, Language } from '#libs/language';
import { quoteLiteral } from '#libs/postgres';

/** A value that a question may ask for. */
export interface ConditionValue {
  /** SQL literal. */
  readonly sql: string;
  /** As a person reads it. */
  readonly shown: string;
}

const MAX_LENGTH = 40;
const TRUTH: ByLanguage<{ readonly yes: string; readonly no: string }> = {
  zh: { yes: '是', no: '否' },
  en: { yes: 'true', no: 'false' },
};

/**
 * Real values of a column for use in conditions, frequent ones first. None where the column is personal or secret,
 * and none that was cut or escaped for display: such a text would match no row.
 */
export function conditionValues(
  column: Column,
  profile: ColumnProfile | undefined,
  language: Language,
): ConditionValue[] {
  if (profile?.sensitive || column.isArray) {
    return [];
  }
  const measured = profile ? [...profile.topValues.map(({ value }) => value), ...profile.sampleValues] : [];
  const declared = profile?.enumeration ?? column.enumLabels ?? [];
  // Without a single row to look at, the declared values are the best there is.
  const values = measured.length > 0 ? measured : declared;
  const meanings = codeMeanings(column.comment);
  return [...new Set(values)].filter(isWhole).flatMap((value) => {
    const sql = literal(value, column);
    return sql === null ? [] : [{ sql, shown: meanings.get(value) ?? displayText(value, column, language) }];
  });
}

function isWhole(value: string): boolean {
  return (
    value.trim() !== '' && value === value.trim() && value.length <= MAX_LENGTH && !/[\\…\n\r"“”*]|\.\.\.$/.test(value)
  );
}

function literal(value: string, column: Column): string | null {
  switch (column.typeCategory) {
    case 'N':
      return /^-?\d+(\.\d+)?$/.test(value) ? value : null;
    case 'B':
      return /^t(rue)?$/i.test(value) ? 'TRUE' : 'FALSE';
    case 'S':
    case 'E':
      return quoteLiteral(value);
    default:
      return null;
  }
}

function displayText(value: string, column: Column, language: Language): string {
  if (column.typeCategory !== 'B') {
    return value;
  }
  const yes = /^t(rue)?$/i.test(value);
  return TRUTH[language][yes ? 'yes' : 'no'];
}

/** `状态：1-正常，2-停用` → 1 → 正常. */
function codeMeanings(comment: string | null): ReadonlyMap<string, string> {
  const pairs = comment?.matchAll(
    /(?<![\p{L}\d])([A-Za-z]|\d{1,3})\s*[-:：=＝]\s*([\p{Script=Han}]{1,8}|[A-Za-z][A-Za-z ]{1,15}[A-Za-z])/gu,
  );
  return new Map([...(pairs ?? [])].map(([, code = '', meaning = '']) => [code, meaning]));
}
