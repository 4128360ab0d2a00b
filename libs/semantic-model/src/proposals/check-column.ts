import type { ColumnProposals } from '#libs/step-files';
import type { Evidence, Field } from '../model.js';
import { judgeName, judgePhrase, judgeSynonyms, type NameContext } from './check-text.js';
import { unitFits } from './check-unit.js';
import { plain } from './plain.js';
import type { Judged, RefusalReason } from './refusal.js';
import type { TakenNames } from './spoken-names.js';

/** @param others names of the other columns */
export function judgeColumn(given: ColumnProposals, field: Field, others: TakenNames): Judged<ColumnProposals | null> {
  const { evidence, label } = field;
  const context = (of: Evidence | undefined): NameContext => ({
    identifier: field.name,
    byPerson: isPerson(of),
    others,
  });
  const name = judgeName(given.name, label, context(evidence.label));
  const synonyms = judgeSynonyms(given.synonyms, label, context(evidence.synonyms));
  const meanings = judgeMeanings(given.meanings, field);
  const missing = judgeNullMeaning(given.null_meaning, field);
  const unit = judgeUnit(given.unit, field);
  const refused = [name, synonyms, meanings, missing, unit].flatMap((judged) => judged.refused);
  const isEmpty = ![name.taken, missing.taken, unit.taken].some(Boolean);
  const taken = {
    column: field.name,
    ...(name.taken ? { name: name.taken } : {}),
    synonyms: synonyms.taken,
    meanings: meanings.taken,
    ...(missing.taken ? { null_meaning: missing.taken } : {}),
    ...(unit.taken ? { unit: unit.taken } : {}),
  };
  return { taken: isEmpty && synonyms.taken.length + meanings.taken.length === 0 ? null : taken, refused };
}

export function isPerson(evidence: Evidence | undefined): boolean {
  return evidence?.source === 'person';
}

/** Codes are explained all or not at all by one source: nothing that is declared gets another meaning. */
export function lacksMeanings({ values, role, evidence, sensitive }: Field): boolean {
  return (
    (role === 'dimension' || role === 'code' || role === 'flag') &&
    sensitive === null &&
    !isPerson(evidence.values) &&
    values.length > 0 &&
    values.every(({ meaning }) => meaning === null)
  );
}

function judgeMeanings(given: ColumnProposals['meanings'], field: Field): Judged<ColumnProposals['meanings']> {
  const refused: RefusalReason[] = [];
  const taken: ColumnProposals['meanings'] = [];
  const values = new Set(field.values.map(({ value }) => value));
  const seen = new Set<string>();
  for (const { value, ...texts } of given) {
    const phrase = judgePhrase(texts, value);
    const mark = plain(phrase.taken?.en ?? phrase.taken?.zh ?? '');
    refused.push(...phrase.refused);
    if (isPerson(field.evidence.values)) {
      refused.push('person');
    } else if (!values.has(value)) {
      refused.push('no_value');
    } else if (!lacksMeanings(field)) {
      refused.push('known');
    } else if (phrase.taken && seen.has(mark)) {
      refused.push('ambiguous');
    } else if (phrase.taken) {
      seen.add(mark);
      taken.push({ value, ...phrase.taken });
    }
  }
  return { taken, refused };
}

function judgeNullMeaning(
  given: ColumnProposals['null_meaning'],
  { evidence, nullMeaning, notNull, nullShare }: Field,
): Judged<ColumnProposals['null_meaning']> {
  if (given === undefined) {
    return { taken: undefined, refused: [] };
  }
  if (isPerson(evidence.nullMeaning)) {
    return { taken: undefined, refused: ['person'] };
  }
  if (nullMeaning !== null) {
    return { taken: undefined, refused: ['known'] };
  }
  if (notNull || nullShare === null || nullShare === 0) {
    return { taken: undefined, refused: ['no_nulls'] };
  }
  const { taken, refused } = judgePhrase(given, null);
  return { taken: taken ?? undefined, refused };
}

function judgeUnit(given: ColumnProposals['unit'], field: Field): Judged<ColumnProposals['unit']> {
  if (given === undefined) {
    return { taken: undefined, refused: [] };
  }
  if (isPerson(field.evidence.unit)) {
    return { taken: undefined, refused: ['person'] };
  }
  const { unit } = field;
  const sameKind = unit === null || unit.kind === given.kind;
  if (unit !== null && (!sameKind || unit.code !== null || unit.field !== null)) {
    return { taken: undefined, refused: unit.kind === given.kind && given.code === undefined ? [] : ['known'] };
  }
  return unitFits(given, field) ? { taken: given, refused: [] } : { taken: undefined, refused: ['unit'] };
}
