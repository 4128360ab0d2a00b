import type pg from 'pg';

/**
 * One transaction: committed when the work is done, rolled back when it throws.
 * @param mode the text after `BEGIN`
 */
export async function inTransaction<T>(client: pg.ClientBase, work: () => Promise<T>, mode = ''): Promise<T> {
  await client.query(`BEGIN ${mode}`.trimEnd());
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // The first error is the one to report; a broken connection cannot roll back, the server does it then.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
