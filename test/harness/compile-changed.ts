import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SOURCES = ['apps', 'clients', 'libs', 'migrations', 'package.json', 'tsconfig.json', 'tsconfig.build.json'];
/** `libs/foo/src/bar.ts(1,2): error TS2322: message`; what explains it follows in indented lines. */
const FIRST_LINE = /^(\S[^(]*)\(\d+,\d+\): error (TS\d+: .*)$/;

/**
 * Compiles the product with files changed or added, in a copy of its sources.
 * @param rootFiles those to compile with what they import; none: all that the build compiles, and the console
 * @returns the messages of the compiler by path
 */
export async function compileChanged(
  textByPath: Readonly<Record<string, string>>,
  rootFiles: readonly string[] = [],
): Promise<Record<string, string[]>> {
  const copy = await mkdtemp(join(tmpdir(), 'data-pipeline-sources-'));
  try {
    await Promise.all(SOURCES.map((name) => cp(join(ROOT, name), join(copy, name), { recursive: true })));
    await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    for (const [path, content] of Object.entries(textByPath)) {
      await mkdir(dirname(join(copy, path)), { recursive: true });
      await writeFile(join(copy, path), content);
    }
    if (rootFiles.length === 0) {
      return messagesOf((await compile(copy, 'tsconfig.build.json')) + (await compile(copy, 'apps/console')));
    }
    const project = { extends: './tsconfig.json', files: rootFiles, include: [] };
    await writeFile(join(copy, 'tsconfig.changed.json'), JSON.stringify(project));
    return messagesOf(await compile(copy, 'tsconfig.changed.json'));
  } finally {
    await rm(copy, { recursive: true });
  }
}

async function compile(folder: string, project: string): Promise<string> {
  const compiler = join(ROOT, 'node_modules/typescript-native/bin/tsc');
  const options = [
    '-p',
    project,
    '--noEmit',
    '--incremental',
    'false',
    '--tsBuildInfoFile',
    'null',
    '--pretty',
    'false',
  ];
  const child = spawn(process.execPath, [compiler, ...options], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  return text(child.stdout);
}

function messagesOf(output: string): Record<string, string[]> {
  const messages: Record<string, string[]> = {};
  let last: string[] = [];
  for (const line of output.split('\n')) {
    const [, path, message] = FIRST_LINE.exec(line) ?? [];
    if (path !== undefined && message !== undefined) {
      last = messages[path] ??= [];
      last.push(message);
    } else if (line.startsWith(' ') && last.length > 0) {
      last.push(`${last.pop()}\n${line}`);
    } else if (line !== '') {
      throw new Error(`the compiler says: ${line}`);
    }
  }
  return messages;
}
