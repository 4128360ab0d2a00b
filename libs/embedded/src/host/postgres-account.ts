import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** How a PostgreSQL program is started. */
export interface Launcher {
  /** The program and its arguments as they are to be called. */
  readonly command: (program: string, args: readonly string[]) => readonly [string, ...string[]];
  /** The account that the operating system starts that command as; absent: our own. */
  readonly startAs?: Account;
  /** The account that must own the data; absent: our own. */
  readonly dataOwner?: Account;
}

const AS_MYSELF: Launcher = { command: (program, args) => [program, ...args] };

/** Bits of CapEff in /proc/self/status, capabilities(7). */
const READING_CAPABILITIES = [
  { name: 'dac_read_search', bit: 2n },
  { name: 'dac_override', bit: 1n },
];

/**
 * PostgreSQL refuses to run as root. Under root its programs run as the owner of the existing data, else as `postgres`,
 * else as `nobody`. Where that account cannot reach the programs (say, below /root), it keeps, on Linux, the one
 * capability to traverse folders. It gets no other access to files or the network.
 * @throws Error that says what to do, where neither works.
 */
export async function chooseLauncher(program: string, dataDirectory: string): Promise<Launcher> {
  if (process.getuid?.() !== 0) {
    return AS_MYSELF;
  }
  const account = (await ownerOf(dataDirectory)) ?? (await unprivilegedAccount());
  const plain: Launcher = { ...AS_MYSELF, startAs: account, dataOwner: account };
  const reachesData = succeeds(plain, '/bin/sh', ['-c', 'cd "$0"', dirname(dataDirectory)]);
  if ((await succeeds(plain, program)) && (await reachesData)) {
    return plain;
  }
  const capability = await readingCapability();
  const passing = capability && passingThrough(account, capability);
  if (passing && (await succeeds(passing, program))) {
    return passing;
  }
  throw new Error(
    `this process runs as root, PostgreSQL must not, and the account with uid ${account.uid} cannot reach ${program}: ` +
      'run as an ordinary user, or move the project to a folder that everybody may enter',
  );
}

/** setpriv(1) starts as root and becomes the account. */
function passingThrough({ uid, gid }: Account, capability: string): Launcher {
  const options = [
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    // PostgreSQL looks for its own files with access(2), which counts capabilities only under this bit.
    '--securebits=+no_setuid_fixup',
    `--inh-caps=+${capability}`,
    `--ambient-caps=+${capability}`,
  ];
  return { command: (program, args) => ['setpriv', ...options, program, ...args], dataOwner: { uid, gid } };
}

async function ownerOf(path: string): Promise<Account | undefined> {
  const owner = await stat(path).catch(() => undefined);
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : undefined;
}

async function unprivilegedAccount(): Promise<Account> {
  for (const name of ['postgres', '_postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
    } catch {
      continue;
    }
  }
  throw new Error('this process runs as root, PostgreSQL must not, and there is no account named postgres or nobody');
}

async function readingCapability(): Promise<string | undefined> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? '0'}`);
  return READING_CAPABILITIES.find(({ bit }) => effective & (1n << bit))?.name;
}

async function succeeds(
  launcher: Launcher,
  program: string,
  args: readonly string[] = ['--version'],
): Promise<boolean> {
  const [command, ...rest] = launcher.command(program, args);
  try {
    await run(command, rest, { ...launcher.startAs, cwd: '/' });
    return true;
  } catch {
    return false;
  }
}
