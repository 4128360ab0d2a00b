import { clockCheck, examinationOf, found, ok, remedies, warn, type Check, type Examination } from '#libs/doctor';
import { productVersion } from '#libs/product-version';
import type { ApiClient } from '../api-client.js';
import { withServer } from '../server/with-server.js';
import type { Session } from '../session.js';

/** An HTTP date has whole seconds. */
const DATE_STEP_MS = 1_000;

/** Lets a server examine itself, and compares version and clock with this machine. Needs a key with the scope admin. */
export async function examineServer(session: Session): Promise<Examination> {
  let result: Examination | null = null;
  await withServer(session, async (client) => {
    const sent = Date.now();
    const { response, data, error } = await client.reached((api) => api.GET('/api/v0/data_pipeline/monitor/doctor'));
    const { version, checks } = await client.data(async () => ({ response, ...(data ? { data } : { error }) }));
    const own = examinationOf([...ownChecks(client, version, response, sent)], session.language);
    const all = [...own.checks, ...checks];
    const worst = (['fail', 'warn'] as const).find((status) => all.some((check) => check.status === status));
    result = { status: worst ?? 'ok', checks: all };
  });
  return result as unknown as Examination;
}

function* ownChecks(
  { baseUrl: url }: ApiClient,
  version: string,
  { headers }: Response,
  sent: number,
): Generator<Check> {
  const own = productVersion();
  yield version === own
    ? ok('server', found.server_ok({ url, version }))
    : warn('server', found.server_other_version({ url, version, own }), remedies.versions());
  const date = Date.parse(headers.get('date') ?? '');
  if (Number.isFinite(date)) {
    const received = Date.now();
    const offsetMs = Math.round(date + DATE_STEP_MS / 2 - received);
    yield clockCheck(url, { offsetMs, uncertaintyMs: received - sent + DATE_STEP_MS / 2 });
  }
}
