import { checkReadOnlyStatement } from '#libs/sql-safety';
import type { BusinessModel, Entity } from '../business/model.js';
import { ALL_KINDS } from '../kinds/all-kinds.js';
import { candidateOf, linkId, wordingOf, type Candidate } from '../kinds/candidate.js';
import { closed, normalisedQuestion, type GeneratedPair } from '../pair.js';
import { Coverage } from './coverage.js';
import { drawn } from './random.js';

/** Of one kind around one entity; more of the same would only be sorted out again. */
const MAX_PER_KIND = 24;

/**
 * Makes pairs from the model alone. It remembers what it has given, so that nothing comes twice within one run,
 * and gives next what covers most of what is still untouched.
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
    while (chosen.length < count && rest.length > 0) {
      const candidate = this.takeBest(rest, kinds);
      if (await this.isNew(candidate)) {
        this.coverage.add(candidate, kinds);
        chosen.push({ question: candidate.question, sql: closed(candidate.sql), kind: candidate.kind });
      }
    }
    return chosen;
  }

  /**
   * Pairs for what the themes did not reach: tables and links without any.
   * @param limit of pairs.
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
    return pairs;
  }

  private gapsOf(entity: Entity): number {
    const links = entity.links.filter((link) => !this.coverage.hasLink(linkId(link)));
    return links.length + (this.coverage.hasTable(entity.id) ? 0 : 1);
  }

  private candidatesOf(table: string): Candidate[] {
    const entity = this.byId.get(table);
    if (!entity) {
      return [];
    }
    const { language } = this.model;
    const wording = wordingOf(language);
    return ALL_KINDS.flatMap((kind) =>
      [...kind.propose(entity, wording)]
        .map((proposal) => candidateOf(kind, entity, proposal, language))
        .map((candidate) => ({ candidate, order: drawn(this.seed, candidate.question + candidate.sql) }))
        .sort((a, b) => a.order - b.order)
        .slice(0, MAX_PER_KIND)
        .map(({ candidate }) => candidate),
    );
  }

  private takeBest(candidates: Candidate[], kinds: ReadonlyMap<string, number>): Candidate {
    let best = 0;
    let bestWorth = -Infinity;
    candidates.forEach((candidate, index) => {
      const worth = this.coverage.worth(candidate, kinds);
      if (worth > bestWorth) {
        [best, bestWorth] = [index, worth];
      }
    });
    return candidates.splice(best, 1)[0] as Candidate;
  }

  /** Refuses what was given before in another dress. An unreadable statement would be a fault of a template. */
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
