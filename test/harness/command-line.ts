import { jest } from '@jest/globals';
import { runCommandLine } from '../../apps/cli/src/run-command-line.js';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** One call of the command line within this process: the start of a process costs more than most commands. */
export async function callCommandLine(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<Ended> {
  const printed = { stdout: '', stderr: '' };
  const line = (stream: keyof typeof printed) => (text: unknown) => void (printed[stream] += `${String(text)}\n`);
  const chunk = (stream: keyof typeof printed) => (text: unknown) => {
    printed[stream] += String(text);
    return true;
  };
  const spies = [
    jest.spyOn(console, 'log').mockImplementation(line('stdout')),
    jest.spyOn(console, 'error').mockImplementation(line('stderr')),
    jest.spyOn(process.stdout, 'write').mockImplementation(chunk('stdout')),
    jest.spyOn(process.stderr, 'write').mockImplementation(chunk('stderr')),
  ];
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await runCommandLine(args, { ...environment });
    return { code: Number(process.exitCode), ...printed };
  } finally {
    process.exitCode = before;
    spies.forEach((spy) => spy.mockRestore());
  }
}
