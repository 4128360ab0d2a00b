/** Copies of the bundled sample in one database, a schema each, for the benches. */
import { installSampleDatabase } from '#libs/sample-database';
import { withClient } from './measure.mjs';

/** The sample goes to `public`, which is then renamed: so its statements need no other schema. */
export async function installSampleCopies(url, copies) {
  await withClient(url, async (client) => {
    for (let copy = 1; copy <= copies; copy += 1) {
      await installSampleDatabase(client);
      await client.query(
        `ALTER SCHEMA public RENAME TO branch_${copy}; CREATE SCHEMA public; DO $$ BEGIN
           EXECUTE format('COMMENT ON DATABASE %I IS NULL', current_database()); END $$`,
      );
    }
  });
}
