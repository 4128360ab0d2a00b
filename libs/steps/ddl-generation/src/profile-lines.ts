import { displayValue, type Column, type ColumnProfile, type RelationProfile } from '#libs/catalog';
import type { Language } from '#libs/domain-errors';
import { isJson } from './notes.js';

/** How many rows the relation has, as far as that is known. */
export function rowCountLine(profile: RelationProfile | undefined, language: Language): string[] {
  if (profile?.rowCount === undefined || profile.rowCount === null || profile.failure) {
    return [];
  }
  const count = number(profile.rowCount);
  return [language === 'zh' ? `约 ${count} 行` : `about ${count} rows`];
}

/** The measured facts of a column on one line; nothing for a column that nothing is known of. */
export function profileLine(column: Column, profile: ColumnProfile | undefined, language: Language): string[] {
  if (!profile || profile.source === 'none' || profile.nullShare === null) {
    return [];
  }
  const facts = language === 'zh' ? zhFacts(column, profile) : enFacts(column, profile);
  return facts.length > 0
    ? [`${column.name}${language === 'zh' ? '：' : ': '}${facts.join(language === 'zh' ? '，' : ', ')}`]
    : [];
}

function zhFacts(column: Column, profile: ColumnProfile): string[] {
  const { nullShare, distinctCount, min, max, averageLength } = profile;
  if (nullShare === 1) {
    return ['全部为空'];
  }
  return [
    ...(nullShare ? [`空值 ${percent(nullShare)}`] : ['无空值']),
    ...(distinctCount === null || isJson(column) ? [] : [`约 ${number(distinctCount)} 个不同值`]),
    ...(min === null || max === null ? [] : [`范围 ${displayValue(min)} ~ ${displayValue(max)}`]),
    ...topValues(profile, '常见值 ', '、', (value, share) => `${value}（${share}）`),
    ...(showsLength(column, averageLength) ? [`平均长度 ${Math.round(averageLength ?? 0)}`] : []),
  ];
}

function enFacts(column: Column, profile: ColumnProfile): string[] {
  const { nullShare, distinctCount, min, max, averageLength } = profile;
  if (nullShare === 1) {
    return ['always null'];
  }
  return [
    ...(nullShare ? [`${percent(nullShare)} null`] : ['never null']),
    ...(distinctCount === null || isJson(column) ? [] : [`about ${number(distinctCount)} distinct`]),
    ...(min === null || max === null ? [] : [`from ${displayValue(min)} to ${displayValue(max)}`]),
    ...topValues(profile, 'most frequent ', ', ', (value, share) => `${value} (${share})`),
    ...(showsLength(column, averageLength) ? [`average length ${Math.round(averageLength ?? 0)}`] : []),
  ];
}

function showsLength(column: Column, averageLength: number | null): boolean {
  return column.typeCategory === 'S' && averageLength !== null && averageLength >= 20;
}

/** Values that each make up less than a hundredth are not "frequent". */
function topValues(
  profile: ColumnProfile,
  label: string,
  separator: string,
  format: (value: string, share: string) => string,
): string[] {
  const frequent = profile.topValues.filter(({ share }) => share >= 0.01).slice(0, 5);
  const shown = frequent.map(({ value, share }) =>
    format(value === '' ? "''" : displayValue(value, 30), percent(share)),
  );
  return shown.length > 0 ? [`${label}${shown.join(separator)}`] : [];
}

function percent(share: number): string {
  const value = share * 100;
  return value > 0 && value < 0.1 ? '<0.1%' : `${Number(value.toFixed(1))}%`;
}

function number(value: number): string {
  return String(Math.round(value));
}
