import { spawn } from 'node:child_process';

/**
 * Runs a program to its end without a shell.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions & { tolerate?: boolean }} [options] `tolerate`: a failure is an
 *   answer, not an error. `stdio: 'inherit'` shows the output instead of collecting it.
 * @returns {Promise<{ code: number, output: string }>} stdout and stderr as they came
 */
export function runCommand(command, args, { tolerate = false, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.once('error', (error) => {
      if (tolerate) {
        resolve({ code: 127, output: error.message });
      } else {
        reject(new Error(`${command} cannot be started: ${error.message}`, { cause: error }));
      }
    });
    child.once('close', (code, signal) => {
      const exit = code ?? 1;
      if (exit === 0 || tolerate) {
        resolve({ code: exit, output });
        return;
      }
      const tail = output.trim().split('\n').slice(-20).join('\n');
      reject(new Error(`${command} ${args.join(' ')} failed (${signal ?? `exit code ${exit}`})\n${tail}`));
    });
  });
}
