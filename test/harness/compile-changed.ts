import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

const errorsSchema = z.record(z.string(), z.array(z.string()));

/** Compiles the product with files changed or added, in memory only; see compile-changed-process.mjs. */
export async function compileChanged(
  textByPath: Readonly<Record<string, string>>,
  rootFiles: readonly string[] = [],
): Promise<Record<string, string[]>> {
  const compiler = spawn(
    process.execPath,
    [new URL('./compile-changed-process.mjs', import.meta.url).pathname, ...rootFiles],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  compiler.stdin.end(JSON.stringify(textByPath));
  return errorsSchema.parse(JSON.parse(await text(compiler.stdout)));
}
