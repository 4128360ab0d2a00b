import { listRelations, readCatalog } from '#libs/catalog';
import { schemaBundle } from '#libs/steps/ddl-generation';
import { withClient } from '../measure.mjs';
import { catalogDifferences } from './catalog-differences.mjs';

const catalogOf = (url) => withClient(url, async (client) => readCatalog(client, await listRelations(client)));

/**
 * Writes `schema.sql` of a database, with rules, triggers and policies, and runs it in an empty one.
 * @param {string} url of the source
 * @param {string} target URL of an empty database
 */
export async function roundTrip(url, target) {
  const source = await catalogOf(url);
  const { sections, leftOut } = schemaBundle(source, { behaviour: true });
  const script = [...sections].join('');
  const failure = await withClient(target, (client) => client.query(script).then(() => null, failureIn(script)));
  const differences = failure === null ? catalogDifferences(source, await catalogOf(target)) : [failure];
  return { source, script, leftOut: [...leftOut], differences, restored: failure === null };
}

const failureIn = (script) => (error) => {
  const at = Number(error.position ?? 1) - 1;
  return `the restore failed: ${error.message}: ${script.slice(Math.max(0, at - 200), at + 200).replace(/\s+/g, ' ')}`;
};
