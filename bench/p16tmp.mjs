/**
 * Throughput of sql_validation without execution (parse, refuse, remove duplicates, plan, report) against raw EXPLAIN
 * of the same statements over the same number of connections, in the same run. Each round of ours is compared with the
 * round of EXPLAIN before it, and the median of these ratios counts: other work of the machine slows both. Rounds before
 * the measured ones warm both up, because a worker lives for days and the compiler of V8 needs seconds; `--cold` leaves
 * them out. Build first.
 *   node bench/sql-validation.mjs [--cold] [--prove] DATABASE_URL [statements]
 * With `--prove` the statements are executed and proven, and their time is compared with that of `EXPLAIN`. The database is only read; any with a few foreign keys will do (Pagila).
 */
import { Buffer } from 'node:buffer';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { BusinessDatabases } from '#libs/business-database';
import { listRelations, readCatalog } from '#libs/catalog';
import { taskParametersSchema } from '#libs/pipeline';
import { lenderOf, qualifiedName, quoteIdentifier } from '#libs/postgres';
import { checkReadOnlyStatement } from '#libs/sql-safety';
import { SqlValidationStep } from '#libs/steps/sql-validation';
import { median, report } from '/work/wt/proof16/bench/measure.mjs';

/** Odd, and many: other work of the machine falls on single ones. */
const ROUNDS = 15;
const WARM_UP_ROUNDS = 5;
/** A round with proofs takes seconds. */
const PROOF_ROUNDS = 3;
/** As many as the step uses. */
const CONNECTIONS = 5;
const { values, positionals } = parseArgs({
  options: { cold: { type: 'boolean', default: false }, prove: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [url, count = '3000'] = positionals;
if (!url) {
  throw new Error('usage: node bench/sql-validation.mjs [--cold] [--prove] DATABASE_URL [statements]');
}

const proving = values.prove;
const statements = await distinctStatements(Number(count));
const pairs = JSON.stringify(statements.map((sql, index) => ({ question: `question ${index}`, sql })));
const raw = [];
const ours = [];
const unmeasured = values.cold ? 0 : values.prove ? 1 : WARM_UP_ROUNDS;
const rounds = values.prove ? PROOF_ROUNDS : ROUNDS;
for (let round = 0; round < unmeasured + rounds; round += 1) {
  raw.push(1);
  ours.push(await throughput(validate));
}
const [rawRate, ourRate] = [raw, ours].map((rates) => median(rates.slice(unmeasured)));
const ratio = median(ours.slice(unmeasured).map((rate, round) => rate / raw[unmeasured + round]));
console.log(
  `${statements.length} statements, ${rounds} rounds after ${unmeasured}, load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}`,
);
const compared = { anchor: `raw EXPLAIN ${Math.round(rawRate)}/s`, ours: `${Math.round(ourRate)}/s` };
if (proving) {
  report('time of sql validation with proof', { ...compared, ratio: 1 / ratio, atMost: 6 });
} else {
  report('sql validation without execution', { ...compared, ratio, atLeast: 0.8 });
}

async function throughput(work) {
  const startedAt = performance.now();
  await work();
  return (statements.length / (performance.now() - startedAt)) * 1000;
}

async function rawExplain() {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS });
  const left = statements.values();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      for (const sql of left) {
        await pool.query(`EXPLAIN ${sql}`);
      }
    }),
  );
  await pool.end();
}

async function validate() {
  const files = new Map([['qs_bench_20260101_000000_pair.json', pairs]]);
  const nothing = () => undefined;
  const result = await new SqlValidationStep({ chatModel: null }).run(
    {
      taskId: 'bench',
      executionId: 'bench',
      startedAt: new Date(),
      timeZone: 'UTC',
      parameters: taskParametersSchema.parse({ business_context: 'bench', execute_sql: proving, prove_pairs: proving }),
      tables: ['*.*'],
    },
    {
      signal: globalThis.AbortSignal.timeout(600_000),
      log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
      progress: nothing,
      database: new BusinessDatabases().open(url, { applicationName: 'bench', statementTimeoutMs: 120_000 }),
      files: {
        write: async (name, content) => void files.set(name, content.toString()),
        read: async (name) => files.get(name) ?? '',
        async *readStream(name) {
          yield Buffer.from(files.get(name) ?? '');
        },
        list: async () => [...files.keys()],
        remove: async (name) => void files.delete(name),
      },
    },
  );
  if (result['valid_sql_count'] !== statements.length) {
    throw new Error(`${result['valid_sql_count']} of ${statements.length} statements are valid`);
  }
}

/** Queries of different structure over every foreign key: other columns shown, tested and sorted by. */
async function distinctStatements(wanted) {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const { relations } = await readCatalog(lenderOf(pool), await listRelations(pool));
  await pool.end();
  const byName = new Map(relations.map((relation) => [`${relation.schema}.${relation.name}`, relation]));
  const links = relations.flatMap((relation) =>
    relation.foreignKeys.flatMap((key) => {
      const to = byName.get(`${key.referencedSchema}.${key.referencedTable}`);
      return to ? [{ relation, key, to }] : [];
    }),
  );
  const made = new Map();
  for (let mask = 1; made.size < wanted && mask < 4096; mask += 1) {
    for (const { relation, key, to } of links) {
      const columns = [
        ...relation.columns.map(({ name }) => `a.${quoteIdentifier(name)}`),
        ...to.columns.map(({ name }) => `b.${quoteIdentifier(name)}`),
      ];
      const shown = columns.filter((_, index) => (mask >> (index % 12)) & 1);
      if (shown.length > 0 && made.size < wanted) {
        const on = key.columns.map(
          (name, index) => `a.${quoteIdentifier(name)} = b.${quoteIdentifier(key.referencedColumns[index])}`,
        );
        const sql =
          `SELECT ${shown.join(', ')} FROM ${qualifiedName(relation.schema, relation.name)} a ` +
          `JOIN ${qualifiedName(to.schema, to.name)} b ON ${on.join(' AND ')} ` +
          `WHERE ${shown.at(-1)} IS NOT NULL LIMIT 20;`;
        made.set((await checkReadOnlyStatement(sql)).fingerprint, sql);
      }
    }
  }
  return [...made.values()];
}
