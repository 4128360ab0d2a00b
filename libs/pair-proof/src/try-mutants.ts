import type { StatementFailure } from '#libs/business-database';
import type { Message } from '#libs/language';
import { isSameResult, type Digest, type ResultForm } from './digests.js';
import { proofMessages } from './messages.js';
import type { Fate, TriedMutant } from './proof.js';
import type { Digests, Meter, ServerWork, Stopped } from './server-work.js';
import { changesOrder, type Mutant } from './variants.js';

export interface Tried {
  /** Null when the statement itself gave nothing to compare. */
  readonly digests: Digests | null;
  readonly mutants: readonly TriedMutant[];
  /** An error of the statement itself. */
  readonly failure: StatementFailure | null;
  /** Why it was not tried, or not wholly. */
  readonly stopped: Message | null;
}

/** Errors of SQL that the planner finds: what is wrong is the mutant, not its result. */
const NO_SQL = /^(42|0A)/;

/**
 * The digests of a statement and of its mutants: all in one statement of the server; one after the other where one of
 * them fails. Those that ran before are not run again.
 */
export async function tryMutants(
  work: ServerWork,
  { sql: own, cost }: { readonly sql: string; readonly cost: number | null },
  form: ResultForm,
  mutants: readonly Mutant[],
  meter: Meter,
): Promise<Tried> {
  const unknown = mutants.filter(({ sql }) => work.known(sql, form) === undefined);
  const together = await work.digestsOf(
    [own, ...unknown.map(({ sql }) => sql)],
    form,
    meter,
    unknown.length === 0 ? cost : null,
  );
  if ('own' in together) {
    unknown.forEach(({ sql }, index) => {
      const digest = together.others[index];
      if (digest !== undefined) {
        work.remember(sql, form, digest);
      }
    });
    const tried = mutants.map((mutant) => ({
      ...mutant,
      fate: fateOf(together.own, mutant, work.known(mutant.sql, form)),
    }));
    return { digests: together, mutants: tried, failure: null, stopped: null };
  }
  const alone = unknown.length === 0 ? together : await work.digestsOf([own], form, meter);
  if (!('own' in alone)) {
    const failure = 'outcome' in alone && alone.outcome === 'failed' && !NO_SQL.test(alone.sqlstate) ? alone : null;
    return { digests: null, mutants: [], failure, stopped: reasonOf(alone, work) };
  }
  const tried = await oneByOne(work, alone, mutants, form, meter);
  const stopped = tried.some(({ fate }) => fate === 'undecided') ? reasonOf(together, work) : null;
  return { digests: alone, mutants: tried, failure: null, stopped };
}

async function oneByOne(
  work: ServerWork,
  { own }: Digests,
  mutants: readonly Mutant[],
  form: ResultForm,
  meter: Meter,
): Promise<TriedMutant[]> {
  const until = performance.now() + work.limits.pairMs;
  const tried: TriedMutant[] = [];
  for (const mutant of mutants) {
    const known = work.known(mutant.sql, form);
    if (known !== undefined || performance.now() > until || work.isSpent) {
      tried.push({ ...mutant, fate: fateOf(own, mutant, known) });
      continue;
    }
    const digests = await work.digestsOf([mutant.sql], { ...form, columns: 0 }, meter);
    if ('own' in digests) {
      work.remember(mutant.sql, form, digests.own);
      tried.push({ ...mutant, fate: fateOf(own, mutant, digests.own) });
    } else if (!('outcome' in digests && NO_SQL.test(digests.sqlstate))) {
      tried.push({ ...mutant, fate: fateOfFailure(digests) });
    }
  }
  return tried;
}

function fateOf(own: Digest, mutant: Mutant, digest: Digest | undefined): Fate {
  const isSame = digest && isSameResult(own, digest, changesOrder(mutant));
  return typeof isSame === 'boolean' ? (isSame ? 'living' : 'killed') : 'undecided';
}

/** An error where the statement has none is another result. */
function fateOfFailure(failed: StatementFailure | Stopped): Fate {
  return 'outcome' in failed && failed.outcome === 'failed' ? 'killed' : 'undecided';
}

function reasonOf(failed: StatementFailure | Stopped, { limits }: ServerWork): Message {
  if ('stopped' in failed) {
    return failed.stopped;
  }
  return failed.outcome === 'timeout'
    ? proofMessages.too_slow({ seconds: limits.statementMs / 1000 })
    : proofMessages.not_comparable({ reason: failed.reason });
}
