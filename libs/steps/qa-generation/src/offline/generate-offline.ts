import { setImmediate } from 'node:timers/promises';
import { checkReadOnlyStatement } from '#libs/sql-safety';
import { normalisedQuestion } from '#libs/steps/step';
import { isOfInterest, type BusinessModel, type Entity } from '../business/model.js';
import { ALL_KINDS, KIND_NAMES } from '../kinds/all-kinds.js';
import { candidateOf, linkId, wordingOf, type Candidate } from '../kinds/candidate.js';
import { closed, type GeneratedPair } from '../pair.js';
import { Coverage, type Covering } from './coverage.js';
import { hashToUnit } from './random.js';

/** Per kind and entity; further candidates would be discarded as similar. */
const MAX_PER_KIND = 24;

/** Target share of relevant columns with a question. */
const COLUMN_SHARE = 0.75;
/** Target number of kinds of questions, if the schema supports them. */
const ENOUGH_KINDS = 18;
/** Per new column, while column coverage is the goal. */
const COLUMN_WEIGHT = 5;

/**
 * Generates pairs from the business model alone. It deduplicates within a run, and prefers pairs that cover the most
 * uncovered items.
 */
export class OfflineGenerator {
  private readonly coverage = new Coverage();
  private readonly seen = new Set<string>();
  private readonly byId: ReadonlyMap<string, Entity>;
  private readonly seed: string;

  /** @param database makes the seed together with the names of the tables. */
  constructor(
    private readonly model: BusinessModel,
    database: string,
  ) {
    this.byId = new Map(model.entities.map((entity) => [entity.id, entity]));
    this.seed = [database, ...this.byId.keys()].join('\n');
  }

  /**
   * @param tables qualified names; questions start from these, joins may lead beyond.
   * @returns at most `count` pairs: fewer where the tables give no more.
   */
  async pairsFor(tables: readonly string[], count: number): Promise<GeneratedPair[]> {
    const rest = tables.flatMap((table) => this.candidatesOf(table));
    const chosen: GeneratedPair[] = [];
    const kinds = new Map<string, number>();
    while (chosen.length < count) {
      const pair = await this.nextPair(rest, kinds, 0);
      if (pair === null) {
        break;
      }
      chosen.push(pair);
    }
    return chosen;
  }

  /** Takes candidates out until one is new. */
  private async nextPair(
    candidates: Candidate[],
    kinds: Map<string, number>,
    columnWeight: number,
  ): Promise<GeneratedPair | null> {
    while (candidates.length > 0) {
      const candidate = this.takeBest(candidates, kinds, columnWeight);
      if (await this.isNew(candidate)) {
        this.coverage.add(candidate, kinds);
        return { question: candidate.question, sql: closed(candidate.sql), kind: candidate.kind, source: 'offline' };
      }
    }
    return null;
  }

  /**
   * Registers a pair from another source, so that it is not generated again.
   * @param covering parts that need no further pair; null for a pair that may turn out invalid
   */
  async learn(pair: Pick<GeneratedPair, 'question' | 'sql'>, covering: Covering | null): Promise<void> {
    const check = await checkReadOnlyStatement(pair.sql);
    this.seen.add(normalisedQuestion(pair.question));
    if (check.ok) {
      this.seen.add(check.fingerprint);
    }
    if (covering) {
      this.coverage.add(covering, new Map());
    }
  }

  /**
   * Pairs for gaps of the themes: tables and links without pairs, too many uncovered columns, too few kinds.
   * @param limit of pairs for tables and links, of those for columns, and of those for kinds.
   */
  async pairsForGaps(limit: number): Promise<GeneratedPair[]> {
    const pairs: GeneratedPair[] = [];
    for (const entity of this.model.entities) {
      let gaps = this.gapsOf(entity);
      while (gaps > 0 && pairs.length < limit) {
        pairs.push(...(await this.pairsFor([entity.id], 1)));
        const left = this.gapsOf(entity);
        // Nothing more can be asked about it.
        gaps = left < gaps ? left : 0;
      }
    }
    return [...pairs, ...(await this.pairsForColumns(limit)), ...(await this.pairsForKinds(limit))];
  }

  /** One pair for each kind that there is none of, while there are too few; from the first table that gives a good one. */
  private async pairsForKinds(limit: number): Promise<GeneratedPair[]> {
    const pairs: GeneratedPair[] = [];
    const isEnough = (): boolean =>
      pairs.length >= limit || KIND_NAMES.filter((name) => this.coverage.hasKind(name)).length >= ENOUGH_KINDS;
    for (const { id } of isEnough() ? [] : this.model.entities) {
      const good = this.candidatesOf(id).filter(({ mayBeEmpty, isWeak }) => !mayBeEmpty && !isWeak);
      let pair: GeneratedPair | null;
      do {
        const missing = good.filter(({ kind }) => !this.coverage.hasKind(kind));
        pair = isEnough() ? null : await this.nextPair(missing, new Map(), 0);
        pairs.push(...(pair ? [pair] : []));
      } while (pair);
      await setImmediate();
    }
    return pairs;
  }

  /** Pairs about columns that none is about yet, where too many are left, the widest gaps first. */
  private async pairsForColumns(limit: number): Promise<GeneratedPair[]> {
    const all = this.model.entities.reduce((sum, { fields }) => sum + fields.filter(isOfInterest).length, 0);
    const gaps = new Map(this.model.entities.map((entity) => [entity, this.columnsLeft(entity)]));
    const candidates = new Map<Entity, Candidate[]>();
    const kinds = new Map<string, number>();
    const pairs: GeneratedPair[] = [];
    const left = (): number => [...gaps.values()].reduce((sum, gap) => sum + gap, 0);
    while (pairs.length < limit && left() > all * (1 - COLUMN_SHARE)) {
      const [entity] = [...gaps].reduce((widest, gap) => (gap[1] > widest[1] ? gap : widest));
      const rest = candidates.get(entity) ?? this.candidatesOf(entity.id, Infinity);
      candidates.set(
        entity,
        rest.filter((candidate) => this.coverage.newColumns(candidate) > 0),
      );
      const pair = await this.nextPair(candidates.get(entity) ?? [], kinds, COLUMN_WEIGHT);
      if (pair) {
        pairs.push(pair);
      }
      gaps.set(entity, pair ? this.columnsLeft(entity) : 0);
      await setImmediate();
    }
    return pairs;
  }

  private columnsLeft({ id, fields }: Entity): number {
    return fields.filter((field) => isOfInterest(field) && !this.coverage.hasColumn(`${id}.${field.name}`)).length;
  }

  private gapsOf(entity: Entity): number {
    const links = entity.links.filter((link) => !this.coverage.hasLink(linkId(link)));
    return links.length + (this.coverage.hasTable(entity.id) ? 0 : 1);
  }

  private candidatesOf(table: string, perKind = MAX_PER_KIND): Candidate[] {
    const entity = this.byId.get(table);
    if (!entity) {
      return [];
    }
    const { language } = this.model;
    const wording = wordingOf(language);
    return ALL_KINDS.flatMap((kind) =>
      [...kind.propose(entity, wording)]
        .map((proposal) => candidateOf(kind, entity, proposal, language))
        .map((candidate) => ({ candidate, order: hashToUnit(this.seed, candidate.question + candidate.sql) }))
        .sort((a, b) => a.order - b.order)
        .slice(0, perKind)
        .map(({ candidate }) => candidate),
    );
  }

  private takeBest(candidates: Candidate[], kinds: ReadonlyMap<string, number>, columnWeight: number): Candidate {
    let best = 0;
    let bestWorth = -Infinity;
    candidates.forEach((candidate, index) => {
      const worth = this.coverage.worth(candidate, kinds) + columnWeight * this.coverage.newColumns(candidate);
      if (worth > bestWorth) {
        [best, bestWorth] = [index, worth];
      }
    });
    return candidates.splice(best, 1)[0] as Candidate;
  }

  /** Rejects duplicates with another wording. A statement that does not parse would be a defect of a template. */
  private async isNew({ sql, question, kind }: Candidate): Promise<boolean> {
    const check = await checkReadOnlyStatement(sql);
    if (!check.ok) {
      throw new Error(`template ${kind} made a statement that is refused (${check.reason} ${check.detail}): ${sql}`);
    }
    const marks = [check.fingerprint, normalisedQuestion(question)];
    if (marks.some((mark) => this.seen.has(mark))) {
      return false;
    }
    marks.forEach((mark) => this.seen.add(mark));
    return true;
  }
}
