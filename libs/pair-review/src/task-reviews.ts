import { z } from 'zod';
import { REVIEW_STATES, type PairEdit, type PairReviewEntity, type ReviewState } from '#libs/database';
import { newPair, type QuestionSqlPair } from '#libs/step-files';
import { lapsesOf, plainSql, type Lapse } from './fingerprint.js';
import { SchemaFacts, shortDigest } from './schema-facts.js';

/** `review` of the record of a pair, as files have it. */
const recordedReview = z.object({
  state: z.enum(REVIEW_STATES),
  by: z.string().nullable().catch(null),
  at: z.string().nullable().catch(null),
  comment: z.string().nullable().catch(null),
});
export type RecordedReview = z.output<typeof recordedReview>;

/** The state of a pair, as it counts now. */
export interface PairState {
  /** `new` also where a decision has lapsed. */
  readonly state: ReviewState;
  readonly by: string | null;
  readonly at: string | null;
  readonly comment: string | null;
  /** Why the pair is back for review; empty while the decision holds, and where there was none. */
  readonly lapses: readonly Lapse[];
  /** The decision that has lapsed. */
  readonly decided: ReviewState | null;
  /** Rises with every action on the pair, and differs when its texts do. */
  readonly version: string;
}

interface KnownState {
  readonly row: PairReviewEntity | undefined;
  readonly facts: SchemaFacts;
  readonly state: PairState;
}

const STATES = new WeakMap<QuestionSqlPair, KnownState>();

/** Reviews of the pairs of a task, against its tables as they are now. */
export class TaskReviews {
  private readonly rows: ReadonlyMap<string, PairReviewEntity>;

  /** @param rows the newest of each pair */
  constructor(
    rows: readonly PairReviewEntity[],
    readonly facts: SchemaFacts,
  ) {
    this.rows = new Map(rows.map((row) => [row.pairId, row]));
  }

  rowOf(id: string): PairReviewEntity | null {
    return this.rows.get(id) ?? null;
  }

  get size(): number {
    return this.rows.size;
  }

  /**
   * The pair with the texts that a person gave it. They replace the texts that the person saw and no others: a statement
   * that was repaired or made anew since then counts, and the pair is back for review.
   */
  edited(pair: QuestionSqlPair): QuestionSqlPair {
    const edit = this.rows.get(pair.id)?.edit ?? null;
    const isBase =
      edit !== null && edit.base.question === pair.question && plainSql(edit.base.sql) === plainSql(pair.sql);
    return isBase ? this.withEdit(pair, edit) : pair;
  }

  /** The same for a pair that a run has just made: what a person wrote counts, whatever was made now. */
  private editedAnew(pair: QuestionSqlPair): QuestionSqlPair {
    const edit = this.rows.get(pair.id)?.edit ?? null;
    return edit === null || edit.restores ? pair : this.withEdit(pair, edit);
  }

  private withEdit(pair: QuestionSqlPair, { question, sql, evidence }: PairEdit): QuestionSqlPair {
    const { tables, columns, difficulty } = { ...pair, ...this.rows.get(pair.id)?.pair };
    const isSame = plainSql(sql) === plainSql(pair.sql);
    // The person is its author now: the reading of the generator is gone, and what was proven about its statement.
    return isSame
      ? { ...pair, question, reading: null, evidence: withoutReadBack(pair.evidence) }
      : {
          ...pair,
          question,
          sql,
          tables,
          columns,
          difficulty,
          reading: null,
          evidence: (evidence ?? null) as QuestionSqlPair['evidence'],
        };
  }

  /** Whether a person gave it this statement, which was validated then. */
  wasValidated({ id, sql }: QuestionSqlPair): boolean {
    const edit = this.rows.get(id)?.edit ?? null;
    return edit !== null && plainSql(edit.sql) === plainSql(sql);
  }

  /** Other questions that the pair had before a person edited it. */
  formerQuestions({ id, question }: QuestionSqlPair): string[] {
    const base = this.rows.get(id)?.edit?.base.question;
    return base === undefined || base === question ? [] : [base];
  }

  /** Parsed pairs and rows are kept between two looks, and so is what follows from them. */
  stateOf(pair: QuestionSqlPair): PairState {
    const row = this.rows.get(pair.id);
    const known = STATES.get(pair);
    if (known !== undefined && known.row === row && known.facts === this.facts) {
      return known.state;
    }
    const state = this.judge(pair, row);
    STATES.set(pair, { row, facts: this.facts, state });
    return state;
  }

  private judge(pair: QuestionSqlPair, row: PairReviewEntity | undefined): PairState {
    if (row === undefined) {
      return recordedState(pair);
    }
    const { state, byUser: by, comment } = row;
    const decision = { by, at: row.at.toISOString(), comment, version: versionOf(row.version, pair) };
    const lapses = state === 'new' ? [] : this.lapsesOf(row, pair);
    return lapses.length === 0
      ? { state, ...decision, lapses, decided: null }
      : { state: 'new', ...decision, lapses, decided: state };
  }

  /** A rejected pair stays rejected until its own texts change: the tables around it make it no better. */
  private lapsesOf({ state, fingerprint }: PairReviewEntity, pair: QuestionSqlPair): Lapse[] {
    const lapses = lapsesOf(fingerprint, pair, this.facts);
    return state === 'approved' ? lapses : lapses.filter(({ code }) => /^(question|sql)_/.test(code));
  }

  /**
   * The pair as it is written to a file: edited, and with the state of its review. A review that only the record has stays,
   * unless the pair was repaired since.
   */
  forFile(pair: QuestionSqlPair, isRepaired = false): QuestionSqlPair {
    const current = this.edited(pair);
    if (!this.rows.has(pair.id)) {
      const lapses = isRepaired && recordedReview.safeParse(pair.review).success;
      return lapses ? { ...current, review: null } : current;
    }
    const { state, by, at, comment } = this.stateOf(current);
    return { ...current, review: state === 'new' && comment === null ? null : { state, by, at, comment } };
  }

  /** The pairs of a new run, with the texts of people, and the approved pairs that the run did not make. */
  kept(made: readonly QuestionSqlPair[]): QuestionSqlPair[] {
    const ids = new Set(made.map(({ id }) => id));
    const approved = [...this.rows.values()]
      .filter(({ pairId, state }) => state === 'approved' && !ids.has(pairId))
      .map(({ pair }) => newPair(pair as unknown as QuestionSqlPair))
      .filter((pair) => this.stateOf(pair).state === 'approved');
    return [...made.map((pair) => this.editedAnew(pair)), ...approved].map((pair) => this.forFile(pair));
  }
}

/** Where nothing is reviewed: pairs of files of other installations keep the review of their record. */
export const NO_REVIEWS = new TaskReviews([], SchemaFacts.none);

function recordedState(pair: QuestionSqlPair): PairState {
  const parsed = recordedReview.safeParse(pair.review);
  const { state, by, at, comment } = parsed.success ? parsed.data : NOT_REVIEWED;
  return { state, by, at, comment, lapses: [], decided: null, version: versionOf(0, pair) };
}

const NOT_REVIEWED: RecordedReview = { state: 'new', by: null, at: null, comment: null };

function versionOf(row: number, { question, sql }: Pick<QuestionSqlPair, 'question' | 'sql'>): string {
  return `${row}-${shortDigest(JSON.stringify([question, sql])).slice(0, 8)}`;
}

/** Its statement is proven all the same; what it says is no longer compared with the question. */
function withoutReadBack(evidence: QuestionSqlPair['evidence']): QuestionSqlPair['evidence'] {
  return evidence !== null && typeof evidence === 'object' && !Array.isArray(evidence)
    ? { ...evidence, read_back: null }
    : evidence;
}
