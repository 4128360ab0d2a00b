import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../scripts/free-port.mjs';
import { ENTRIES } from '../../scripts/entries.mjs';

type Role = 'api' | 'worker';

/** As `npm start` has it: a third of the CPU time of a start is compiling. */
const COMPILE_CACHE = fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url));

export interface RunningProcess {
  readonly role: Role;
  readonly pid: number;
  /** Everything it has printed so far. */
  output(): string;
  /**
   * Sends the signal and waits for the end.
   * @returns the exit code, or null after a signal that cannot be caught
   * @throws Error with its last lines when it had ended by itself before
   */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The built process, as a container runs it; resolves when it says that it is ready. @param root of another release */
export async function startBuilt(role: Role, variables: Record<string, string>, root = ROOT): Promise<RunningProcess> {
  const main = join(root, `dist/apps/${role}/src/main.js`);
  const child = fork(main, [], {
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      NODE_COMPILE_CACHE: COMPILE_CACHE,
      ...variables,
    },
    execArgv: ENTRIES[`start:${role}`].slice(0, -1),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let printed = '';
  child.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const ready = once(child, 'message');
  const failure = exited.then(([code]) => {
    throw new Error(`the ${role} ended with ${code} before it was ready:\n${printed}`);
  });
  failure.catch(() => undefined);
  await Promise.race([ready, failure]);
  let stopping = false;
  return {
    role,
    pid: child.pid ?? 0,
    output: () => printed,
    stop: async (signal = 'SIGTERM') => {
      if (!stopping && hasEnded(child)) {
        throw new Error(`the ${role} ended by itself with ${child.exitCode ?? child.signalCode}:\n${tail(printed)}`);
      }
      stopping = true;
      child.kill(signal);
      const [code] = await exited;
      return code;
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function tail(text: string): string {
  return text.slice(-4_000);
}

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { success: boolean; code: number; message: string; data: T } & Record<string, unknown>;
}

/** Routes without the prefix of the API. */
const UNPREFIXED = /^\/(health|docs|admin|openapi|v1)/;

/** HTTP client of the tests: it never throws for a status. */
export class TestClient {
  constructor(
    readonly origin: string,
    private readonly headers: Record<string, string> = {},
  ) {}

  get<T = Record<string, unknown>>(path: string, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.json('GET', path, undefined, headers);
  }

  post<T = Record<string, unknown>>(
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    return this.json('POST', path, body, headers);
  }

  raw(method: string, path: string, init: RequestInit = {}): Promise<Response> {
    const url = UNPREFIXED.test(path) ? `${this.origin}${path}` : `${this.origin}/api/v0/data_pipeline${path}`;
    return fetch(url, { method, ...init, headers: { ...this.headers, ...(init.headers as Record<string, string>) } });
  }

  private async json<T>(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<Answer<T>> {
    const response = await this.raw(method, path, {
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answer<T>['body'] };
  }
}

export interface TestService {
  readonly client: TestClient;
  readonly api: RunningProcess;
  readonly workers: RunningProcess[];
  addWorker(): Promise<RunningProcess>;
  stop(): Promise<void>;
}

/** An api and workers as processes of their own, on the services that the variables name. */
export async function startService(variables: Record<string, string>, workerCount = 1): Promise<TestService> {
  const port = await freePort();
  const environment = { LEASE_SECONDS: '3', SWEEP_INTERVAL_SECONDS: '2', ...variables, PORT: String(port) };
  const api = await startBuilt('api', environment);
  const workers = await Promise.all(Array.from({ length: workerCount }, () => startBuilt('worker', environment))).catch(
    async (error: unknown) => {
      await api.stop();
      throw error;
    },
  );
  return {
    client: new TestClient(`http://127.0.0.1:${port}`),
    api,
    workers,
    addWorker: async () => {
      const worker = await startBuilt('worker', environment);
      workers.push(worker);
      return worker;
    },
    stop: async () => {
      await Promise.all([api, ...workers].map((running) => running.stop()));
    },
  };
}
