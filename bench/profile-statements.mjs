/**
 * `node bench/profile-statements.mjs <database URL>…`
 *
 * Writes the documents of everything in each database, reads from them every statement about values (shares, distinct
 * values, ranges, frequent values, lengths, lists, examples), and checks each by SQL over all rows; where a document says
 * that it measured a sample, over all rows or that sample. Prints the wrong ones. Needs a build.
 */
import { parseArgs } from 'node:util';
import pg from 'pg';
import { listRelations, readCatalog } from '#libs/catalog';
import { report } from './measure.mjs';
import { ddlFiles } from './profile-statements/documents.mjs';
import { statementsOf } from './profile-statements/parse.mjs';
import { Verifier } from './profile-statements/verify.mjs';

const { positionals: urls } = parseArgs({ allowPositionals: true, options: {} });
if (urls.length === 0) {
  throw new Error('name the databases: node bench/profile-statements.mjs postgres://…/pagila postgres://…/chinook');
}

for (const url of urls) {
  const files = await ddlFiles(url);
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { relations, database } = await readCatalog(client, await listRelations(client));
    await Verifier.prepare(client);
    const checked = { statements: 0, wrong: 0, kinds: new Map() };
    for (const relation of relations) {
      await check(client, relation, files.get(detailFile(files, relation)), checked);
    }
    console.log(`  ${[...checked.kinds].map(([kind, count]) => `${kind} ${count}`).join(', ')}`);
    report(`profile statements of ${database}`, {
      anchor: `${checked.statements} statements`,
      ours: `${checked.wrong} wrong`,
      ratio: checked.wrong,
      atMost: 0,
    });
  } finally {
    await client.end();
  }
}

async function check(client, relation, text, checked) {
  const { sample, statements } = statementsOf(
    text,
    relation.columns.map(({ name }) => name),
  );
  const verifier = new Verifier(client, relation, sample);
  for (const statement of statements) {
    checked.statements += 1;
    checked.kinds.set(statement.fact, (checked.kinds.get(statement.fact) ?? 0) + 1);
    const truth = await verifier.wrong(statement);
    if (truth !== null) {
      checked.wrong += 1;
      const { fact, ...stated } = statement;
      console.log(`  ${relation.schema}.${relation.name} ${fact} ${JSON.stringify(stated)}: truly ${truth}`);
    }
  }
}

/** As `filename_mapping.txt` names it. */
function detailFile(files, { schema, name }) {
  const lines = files.get('filename_mapping.txt').split('\n');
  const line = lines.find((text) => text.startsWith(`${schema}.${name} -> `));
  return line?.split(', ').at(-1);
}
