import { setImmediate } from 'node:timers/promises';
import { TOO_AWKWARD } from '#libs/intents';
import type { Entity, SemanticModel } from '#libs/semantic-model';
import { closed, SeenPairs, type GeneratedPair } from '../pair.js';
import { AskedQuestions } from './asked-questions.js';
import { sharesOf, weightOf } from './budget.js';
import type { Candidate } from './candidate.js';
import { Coverage, LEAST_WORTH } from './coverage.js';
import type { TrialOutcome } from './trials.js';

/** Candidates that are made for each pair wanted of an entity: the choice is among these. */
const CANDIDATES_PER_PAIR = 6;
const LEAST_CANDIDATES = 120;
/** Rating them all for each pair costs time; used ones are replaced. */
const MOST_CANDIDATES = 400;
/** Taken off a question that reads too badly: more than a new kind or new operators add, less than both together with a new path. */
const TOO_AWKWARD_COST = 20;
/** Trials that run at the same time. */
const BATCH = 6;

export interface ChooserPorts {
  /** Questions about an entity, the most useful first; read only as far as needed. */
  readonly propose: (entity: Entity) => Iterable<Candidate>;
  /** Runs the statement. */
  readonly tryOut: (candidate: Candidate) => Promise<TrialOutcome>;
}

/** The candidates of one entity, made when they are needed. */
interface Pool {
  readonly entity: Entity;
  readonly source: Iterator<Candidate>;
  readonly candidates: Candidate[];
}

/**
 * Chooses pairs by their value: more for important tables than for small ones, and always the one that adds the most to
 * those chosen so far. No two pairs of a run have nearly the same question,
 * or the same statement.
 */
export class PairChooser {
  private readonly coverage = new Coverage();
  private readonly seen = new SeenPairs();
  private readonly asked = new AskedQuestions();
  private readonly pools = new Map<string, Pool>();
  private readonly given = new Map<string, number>();
  private readonly chosen: Candidate[] = [];

  constructor(
    private readonly model: SemanticModel,
    private readonly ports: ChooserPorts,
  ) {}

  /**
   * @param tables entity ids; questions start from these, joins may lead beyond
   * @returns at most `count` pairs: fewer where the tables give no more
   */
  async pairsFor(tables: readonly string[], count: number): Promise<GeneratedPair[]> {
    const wanted = new Set(tables);
    const entities = this.model.entities.filter(({ id }) => wanted.has(id));
    const shares = sharesOf(entities.map(weightOf), count);
    const planned = entities.map((entity, index) => ({ entity, share: shares[index] ?? 0 }));
    const pairs = await this.fill(planned, count, LEAST_WORTH.ofTheme);
    // What one table cannot give, the others give.
    const left = planned.map(({ entity, share }) => ({ entity, share: share > 0 ? count - pairs.length : 0 }));
    return [...pairs, ...(await this.fill(left, count - pairs.length, LEAST_WORTH.ofTheme))];
  }

  /** Pairs for all tables until the task has `budget` of them, so that each has its share of the whole. */
  async pairsUpTo(budget: number): Promise<GeneratedPair[]> {
    const already = [...this.given.values()].reduce((sum, pairs) => sum + pairs, 0);
    if (budget <= already) {
      return [];
    }
    const shares = sharesOf(this.model.entities.map(weightOf), budget);
    const rest = this.model.entities.map((entity, index) => ({
      entity,
      share: Math.max(0, (shares[index] ?? 0) - (this.given.get(entity.id) ?? 0)),
    }));
    return this.fill(rest, budget - already, LEAST_WORTH.ofTask);
  }

  /** Counts pairs that are there already: what they cover, and their statements. They are not given again. */
  async keep(present: readonly Candidate[]): Promise<void> {
    for (const candidate of present) {
      this.coverage.add(candidate);
      await this.seen.add(candidate);
    }
  }

  /** No question nearly like one of these is chosen. */
  avoid(questions: readonly string[]): void {
    questions.forEach((question) => this.asked.add(question));
  }

  /**
   * Keeps a question back for measuring, in all its wordings: neither it nor its statement becomes a pair.
   * @returns false if a pair has it already
   */
  async holdBack(candidate: Candidate, wordings: readonly string[]): Promise<boolean> {
    if (this.asked.hasNearly(candidate.question) || !(await this.seen.add(candidate))) {
      return false;
    }
    this.avoid([candidate.question, ...wordings]);
    return true;
  }

  /**
   * Chooses among candidates that another author made, by the same value.
   * @returns at most `count` pairs, in the order of the candidates
   */
  async pairsAmong(
    candidates: readonly Candidate[],
    count: number,
    source: GeneratedPair['source'],
  ): Promise<GeneratedPair[]> {
    const left = [...candidates];
    const pairs = await this.choose(() => left, { count, leastWorth: LEAST_WORTH.ofTheme, source });
    const places = new Map(candidates.map(({ question }, place) => [question, place]));
    return pairs.sort((a, b) => (places.get(a.question) ?? 0) - (places.get(b.question) ?? 0));
  }

  /** Takes a pair that was found elsewhere, unless it repeats one. */
  async take(candidate: Candidate, source: GeneratedPair['source']): Promise<GeneratedPair | null> {
    if (this.asked.hasNearly(candidate.question) || !(await this.seen.add(candidate))) {
      return null;
    }
    this.asked.add(candidate.question);
    this.coverage.add(candidate);
    return this.chosenPair(candidate, source, candidate.entities[0] ?? '');
  }

  /** What became a pair, in the order of the choice. */
  get taken(): readonly Candidate[] {
    return this.chosen;
  }

  /**
   * The questions that would come next, were there more pairs. They are not executed: only their tables are of use.
   * Call it last: what it gives will not become a pair.
   */
  async heldOut(count: number): Promise<Candidate[]> {
    const { entities } = this.model;
    const shares = sharesOf(entities.map(weightOf), count);
    const held: Candidate[] = [];
    for (const [index, entity] of entities.entries()) {
      const share = shares[index] ?? 0;
      held.push(...(await this.nextBatch(this.poolOf(entity, share).candidates, share, -Infinity)));
    }
    return held;
  }

  /** Each entity gets its share, the largest first. */
  private async fill(
    shares: readonly { readonly entity: Entity; readonly share: number }[],
    count: number,
    leastWorth: number,
  ): Promise<GeneratedPair[]> {
    const pairs: GeneratedPair[] = [];
    for (const { entity, share } of shares.toSorted((a, b) => b.share - a.share)) {
      await setImmediate();
      const wanted = Math.min(share, count - pairs.length);
      const candidatesFor = (more: number): Candidate[] => this.poolOf(entity, more).candidates;
      pairs.push(...(await this.choose(candidatesFor, { count: wanted, leastWorth, source: 'offline' })));
    }
    return pairs;
  }

  private async choose(
    candidatesFor: (count: number) => Candidate[],
    { count, leastWorth, source }: { count: number; leastWorth: number; source: GeneratedPair['source'] },
  ): Promise<GeneratedPair[]> {
    const pairs: GeneratedPair[] = [];
    const weak: Candidate[] = [];
    const unproven: Candidate[] = [];
    // Each trial costs time. Once the time for proofs is spent, further candidates are not proven either.
    while (pairs.length < count && unproven.length < count) {
      const wanted = Math.min(BATCH, count - pairs.length);
      const batch = await this.nextBatch(candidatesFor(wanted), wanted, leastWorth);
      if (batch.length === 0) {
        break;
      }
      const outcomes = await Promise.all(batch.map((candidate) => this.ports.tryOut(candidate)));
      for (const [index, candidate] of batch.entries()) {
        const outcome = outcomes[index];
        const [subject = ''] = candidate.entities;
        if (outcome !== 'tells') {
          this.coverage.remove(candidate);
        }
        if (outcome === 'tells') {
          pairs.push(this.chosenPair(candidate, source, subject));
        } else if (outcome === 'tells_weakly' || (outcome === 'vacuous' && source !== 'offline')) {
          weak.push(candidate);
        } else if (outcome === 'unproven') {
          unproven.push(candidate);
        } else if (outcome === 'fails' && source !== 'offline') {
          // sql_validation may repair what an author other than us wrote; until then it covers nothing.
          pairs.push(this.chosenPair(candidate, source, ''));
        }
      }
    }
    for (const rest of [weak, unproven]) {
      const taken = this.bestOf(rest, count - pairs.length, leastWorth);
      pairs.push(...taken.map((candidate) => this.chosenPair(candidate, source, candidate.entities[0] ?? '')));
    }
    return pairs;
  }

  /** Those that say less by their result fill what is left. */
  private bestOf(candidates: Candidate[], count: number, leastWorth: number): Candidate[] {
    const taken: Candidate[] = [];
    while (taken.length < count && candidates.length > 0) {
      const best = this.takeBest(candidates, leastWorth);
      if (best === null) {
        break;
      }
      this.coverage.add(best);
      taken.push(best);
    }
    return taken;
  }

  private chosenPair(candidate: Candidate, source: GeneratedPair['source'], subject: string): GeneratedPair {
    const { question, sql, kind } = candidate;
    this.chosen.push(candidate);
    this.count(subject);
    return { question, sql: closed(sql), kind, source };
  }

  /** The best new candidates, already counted as covered so that they differ from each other. */
  private async nextBatch(candidates: Candidate[], count: number, leastWorth: number): Promise<Candidate[]> {
    const batch: Candidate[] = [];
    while (batch.length < count && candidates.length > 0) {
      const candidate = this.takeBest(candidates, leastWorth);
      if (candidate === null) {
        break;
      }
      if (!this.asked.hasNearly(candidate.question) && (await this.seen.add(candidate))) {
        this.asked.add(candidate.question);
        this.coverage.add(candidate);
        batch.push(candidate);
      }
    }
    return batch;
  }

  private poolOf(entity: Entity, count: number): Pool {
    const pool = this.pools.get(entity.id) ?? {
      entity,
      source: this.ports.propose(entity)[Symbol.iterator](),
      candidates: [],
    };
    this.pools.set(entity.id, pool);
    const enough = Math.min(Math.max(LEAST_CANDIDATES, count * CANDIDATES_PER_PAIR), MOST_CANDIDATES);
    while (pool.candidates.length < enough) {
      const next = pool.source.next();
      if (next.done) {
        break;
      }
      pool.candidates.push(next.value);
    }
    return pool;
  }

  /** Of equals, the first: it is the more useful one. Null when none adds as much. */
  private takeBest(candidates: Candidate[], leastWorth: number): Candidate | null {
    const worths = candidates.map((candidate) => this.coverage.worth(candidate) - costOf(candidate));
    const best = worths.reduce((at, worth, index) => (worth > (worths[at] ?? 0) ? index : at), 0);
    return (worths[best] ?? 0) < leastWorth ? null : (candidates.splice(best, 1)[0] ?? null);
  }

  private count(entity: string): void {
    this.given.set(entity, (this.given.get(entity) ?? 0) + 1);
  }
}

/** The points that awkwardness takes off the worth of a question. */
function costOf({ awkwardness = 0 }: Candidate): number {
  return awkwardness + (awkwardness >= TOO_AWKWARD ? TOO_AWKWARD_COST : 0);
}
