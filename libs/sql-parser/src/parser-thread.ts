/**
 * The thread in which large texts are parsed; `ParserThread` ends it when it takes too long. It imports no file of the
 * project, so that Node can also run this file as it stands.
 */
import { parentPort } from 'node:worker_threads';
import { fingerprint, hasSqlDetails, parse, scan } from 'libpg-query';

interface Work {
  readonly id: number;
  readonly call: 'parse' | 'scan' | 'fingerprint';
  readonly sql: string;
}

const CALLS = { parse, scan, fingerprint };

async function answerTo({ id, call, sql }: Work): Promise<unknown> {
  try {
    return { id, result: await CALLS[call](sql) };
  } catch (error) {
    const { name, message } = error as Error;
    return { id, error: { name, message, sqlDetails: hasSqlDetails(error) ? error.sqlDetails : null } };
  }
}

async function answer(work: Work): Promise<void> {
  const reply = await answerTo(work);
  try {
    parentPort?.postMessage(reply);
  } catch {
    // A tree that is nested deeper than it can be copied.
    parentPort?.postMessage({
      id: work.id,
      error: { name: 'RangeError', message: 'nested too deeply', sqlDetails: null },
    });
  }
}

parentPort?.on('message', (work: Work) => void answer(work));
