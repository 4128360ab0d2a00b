import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Command } from 'commander';
import { createProgram } from './program.js';

/** Every command with the words that call it, from the definition that also makes the help. */
function commandsOf(command: Command, words: readonly string[] = []): [words: readonly string[], command: Command][] {
  const children = command.createHelp().visibleCommands(command);
  return [[words, command], ...children.flatMap((child) => commandsOf(child, [...words, child.name()]))];
}

describe('the completion of the shell', () => {
  let program: Command;
  let printed: string[];

  beforeAll(async () => {
    program = await createProgram({}, ['complete']);
  });

  beforeEach(() => {
    printed = [];
    jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  /** What the shell offers for the last word. */
  async function offered(...words: string[]): Promise<string[]> {
    printed = [];
    await program.parseAsync(['complete', '--', ...words], { from: 'user' });
    return printed.map((line) => line.split('\t')[0] ?? '').filter((word) => !word.startsWith(':'));
  }

  it('knows every command and every option', async () => {
    const missing: string[] = [];
    const all = commandsOf(program).filter(([[first]]) => first !== 'help' && first !== 'completion');
    for (const [words, command] of all) {
      const names = command
        .createHelp()
        .visibleCommands(command)
        .map((child) => child.name());
      const commands = names.length === 0 ? [] : await offered(...words, '');
      const flags = words.length === 0 ? [] : await offered(...words, '--');
      const options = words.length === 0 ? [] : command.createHelp().visibleOptions(command);
      missing.push(
        ...names
          .filter((name) => name !== 'help' && !commands.includes(name))
          .map((name) => [...words, name].join(' ')),
        ...options
          .map(({ long }) => long ?? '')
          .filter((long) => !flags.includes(long))
          .map((long) => [...words, long].join(' ')),
      );
    }
    expect(missing).toEqual([]);
    const known = all.map(([words]) => words.join(' '));
    expect(known).toEqual(
      expect.arrayContaining(['doctor', 'evaluate run', 'task resume', 'pairs review bulk', 'storage adopt']),
    );
    expect(await offered('evaluate', 'run', '--min')).toEqual(['--min-sufficiency', '--min-all-tables']);
  });

  it('offers the values of an option that has a list of them', async () => {
    expect(await offered('task', 'list', '--lang', '')).toEqual(['zh', 'en']);
    expect(await offered('pairs', 'review', 'bulk', '--decision', '')).toContain('approved');
  });
});
