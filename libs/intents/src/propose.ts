import type { ByLanguage, Language } from '#libs/language';
import { SELDOM_ASKED, type Entity, type ModelIndex, type SemanticModel } from '#libs/semantic-model';
import { CERTAINTY } from './certain/by-language.js';
import { candidateOf, type Candidate } from './candidate.js';
import { ALL_FAMILIES } from './families/all-families.js';
import { inTurns } from './families/choose.js';
import type { Family, Proposal } from './families/family.js';
import { canBeNarrowed, narrowed } from './families/narrowed.js';
import { SubjectParts } from './families/subject-parts.js';
import { isKnownByHeart } from './plausible.js';
import { hasSureName } from './words/names.js';

export interface ProposeOptions {
  readonly language: Language;
  /** At most so many candidates for each entity. */
  readonly perEntity?: number;
  readonly families?: readonly Family[];
}

const PER_ENTITY = 200;
/** Look-ups, logs and link tables are seldom the subject. */
const MINOR = { lookup: 4, log: 6, link: 0 } as const;
/** About rows that people read with others: histories, addresses, photos. */
const ASIDE = 2;
/** About a table of a handful of rows. */
const FEW = 6;
/** Rows that people know by heart. */
const HANDFUL = 5;
/** About one without a name in the language: its identifier stands in the question. */
const NAMELESS = 2;
/** Tables that support others; people do not count their rows: employee department histories. */
const UNSAID: ByLanguage<RegExp> = {
  en: / (history|mapper|mapping|xref|cross reference)$/,
  zh: /(?:映射|关联|关联关系|对应关系|参数|系统配置)(?:表|记录)?$/u,
};
/** Proposals read for each candidate that is made, so that unknown names do not make the search endless. */
const READ_PER_CANDIDATE = 4;

/** Candidates about all entities, lazily, those of the most important entity first. */
export function* propose(index: ModelIndex, options: ProposeOptions): Iterable<Candidate> {
  const subjects = [...index.model.entities].sort((a, b) => b.importance - a.importance);
  for (const subject of subjects) {
    yield* proposeFor(index, subject, options);
  }
}

/**
 * Candidates whose subject is the entity: one of each family in turn, so that a short reading has many kinds. None about an
 * empty table, few about look-ups and logs.
 */
export function* proposeFor(index: ModelIndex, subject: Entity, options: ProposeOptions): Iterable<Candidate> {
  const budget = budgetOf(subject, options, index);
  if (budget === 0) {
    return;
  }
  const parts = new SubjectParts(index, subject, options.language);
  const families = options.families ?? ALL_FAMILIES;
  const hasNeighbours = index.from(subject.id).length + index.to(subject.id).length > 0;
  if (hasNeighbours && UNSAID[options.language].test(subject.name[options.language].text)) {
    return;
  }
  const seen = new Set<string>();
  let read = 0;
  for (const [family, proposal] of inTurns(families.map((family) => proposals(family, parts)))) {
    const candidate = candidateOf(family, proposal, options.language);
    if (
      candidate &&
      !seen.has(candidate.sql) &&
      !(hasNeighbours && candidate.isWhole && isKnownByHeart(candidate.intent))
    ) {
      seen.add(candidate.sql);
      yield candidate;
    }
    read += 1;
    if (seen.size >= budget || read >= budget * READ_PER_CANDIDATE) {
      return;
    }
  }
}

/** Each question about all rows, and about a part of them. */
function* proposals(family: Family, parts: SubjectParts): Iterable<readonly [Family, Proposal]> {
  let turn = family.name.length;
  for (const proposal of family.propose(parts)) {
    const part = !('near' in proposal) && canBeNarrowed(proposal) ? narrowed(proposal, parts, turn) : null;
    yield [family, proposal];
    if (part) {
      yield [family, part];
    }
    turn += 1;
  }
}

/** Most tables have no sure name in the language: there are only identifiers to ask with. */
function isForeign({ entities }: SemanticModel, language: Language): boolean {
  return entities.filter((entity) => hasSureName(entity, language)).length * 2 < entities.length;
}

function budgetOf(entity: Entity, { language, perEntity = PER_ENTITY }: ProposeOptions, { model }: ModelIndex): number {
  const { kind, name, rowCount, importance } = entity;
  if (rowCount === 0 || !CERTAINTY[language].isOfBusiness(name[language].text)) {
    return 0;
  }
  const isMinor = kind === 'lookup' || kind === 'log' || kind === 'link';
  const most = isMinor ? MINOR[kind] : importance < SELDOM_ASKED ? ASIDE : perEntity;
  const few = (rowCount ?? perEntity) <= HANDFUL ? ASIDE : Math.max(FEW, 2 * (rowCount ?? perEntity));
  const spoken = hasSureName(entity, language) ? few : isForeign(model, language) ? NAMELESS : 0;
  return Math.min(most, perEntity, spoken);
}
