import { Inject, Injectable } from '@nestjs/common';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { PairReviewEntity } from '#libs/database';
import { render, type Language, type Message } from '#libs/language';
import { weaknessesOf } from '#libs/pair-proof';
import {
  countBy,
  neighboursOf,
  replacedTexts,
  type PairFilter,
  type PairPreview,
  type RankedPair,
  type SpotCheck,
} from '#libs/pair-review';
import { readEvidence, type QuestionSqlPair } from '#libs/step-files';
import type { BulkPairsRequest, PairsQuery } from './pair-request.dto.js';
import type { PairDetail, PairFacets, PairPreviewView, PairReviewView, PairView, SpotCheckView } from './pair.dto.js';

interface FoundPair {
  readonly own: RankedPair;
  readonly pairs: readonly RankedPair[];
  readonly history: readonly PairReviewEntity[];
}

/** Pairs as the API shows them. */
@Injectable()
export class PairMapper {
  constructor(@Inject(CONFIG) private readonly config: ResolvedConfig) {}

  view({ pair, raw, review, risks, file }: RankedPair): PairView {
    return {
      pair_id: pair.id,
      version: review.version,
      question: pair.question,
      sql: pair.sql,
      kind: pair.kind,
      source: pair.source,
      tables: [...pair.tables],
      difficulty: pair.difficulty,
      file_name: file,
      review: this.review(review),
      risks: [...risks],
      in_file: pair === raw,
    };
  }

  detail({ own, pairs, history }: FoundPair, language: Language): PairDetail {
    const { evidence } = own.pair;
    const isObject = typeof evidence === 'object' && evidence !== null && !Array.isArray(evidence);
    const { made } = own;
    return {
      ...this.view(own),
      columns: [...own.pair.columns],
      evidence: isObject ? evidence : null,
      ...saidOf(evidence, language),
      made: made === null ? null : { question: made.question, sql: made.sql, changed_by: made.changedBy },
      history: history.map((row, index) => {
        const { question, sql } = textsOf(row);
        return {
          before: replacedTexts(row, history[index - 1] ?? null),
          number: row.version,
          action: row.action,
          state: row.state,
          comment: row.comment,
          question,
          sql,
          by: row.byUser,
          at: this.time(row.at),
          batch_id: row.batchId,
          undoes: row.undoes,
        };
      }),
      neighbours: neighboursOf(own, pairs).map(({ because, pair }) => ({ because, pair: this.view(pair) })),
    };
  }

  spotCheck(seed: string, { sample, judged, wrong, errorRate }: SpotCheck): SpotCheckView {
    const pairs = sample.map((pair) => this.view(pair));
    return { seed, n: pairs.length, judged, wrong, error_rate: errorRate && { ...errorRate }, pairs };
  }

  preview({ check: { status, problem }, result, evidence }: PairPreview, language: Language): PairPreviewView {
    return {
      check: {
        status,
        problem: problem?.message ?? null,
        sqlstate: problem?.sqlstate ?? null,
        position: problem?.position ?? null,
        suggested_column: problem?.hint ?? null,
      },
      columns: (result?.columns ?? []).map(({ name, masked }) => ({ name, masked })),
      rows: (result?.rows ?? []).map((row) => [...row]),
      more: result !== null && !result.isComplete,
      proof: evidence === null ? null : { evidence: { ...evidence }, ...saidOf(evidence, language) },
    };
  }

  private review({ state, by, at, comment, lapses, decided }: RankedPair['review']): PairReviewView {
    return {
      state,
      by,
      at: at === null ? null : this.time(new Date(at)),
      comment,
      lapses: lapses.map(({ code, what }) => ({ code, what })),
      decided,
    };
  }

  private time(instant: Date): string {
    return Number.isNaN(instant.getTime()) ? '' : isoTimestamp(instant, this.config.timeZone);
  }
}

/** Evidence in words. */
function saidOf(evidence: unknown, language: Language): Pick<PairDetail, 'weaknesses' | 'not_proven'> {
  const known = readEvidence(evidence) ?? {};
  const reason = known.not_proven ?? null;
  return {
    weaknesses: weaknessesOf(known).map((message) => render(message, language)),
    not_proven: reason === null ? null : render(reason as Message, language),
  };
}

function textsOf({ pair }: PairReviewEntity): Pick<QuestionSqlPair, 'question' | 'sql'> {
  const { question, sql } = pair as Pick<QuestionSqlPair, 'question' | 'sql'>;
  return { question, sql };
}

/** Counts over all pairs. */
export function facetsOf(pairs: readonly RankedPair[]): PairFacets {
  return {
    states: countBy(pairs, ({ review }) => [review.state]),
    kinds: countBy(pairs, ({ pair }) => [pair.kind]),
    sources: countBy(pairs, ({ pair }) => [pair.source]),
    difficulties: countBy(pairs, ({ pair }) => (pair.difficulty === null ? [] : [pair.difficulty])),
    risks: countBy(pairs, ({ risks }) => risks),
    tables: countBy(pairs, ({ pair }) => pair.tables),
  };
}

export function filterOfQuery({ state, kind, source, table, difficulty, text, risk }: PairsQuery): PairFilter {
  return { state, kind, source, table, difficulty, text, risk };
}

export function filterOfBulk(body: BulkPairsRequest): PairFilter {
  return {
    state: body.filter_state,
    kind: body.filter_kind,
    source: body.filter_source,
    table: body.filter_table,
    difficulty: body.filter_difficulty,
    text: body.filter_text,
    risk: body.filter_risk,
  };
}
