import { expect, it } from '@jest/globals';
import { render } from '#libs/language';
import type { StepLog } from '#libs/steps/step';
import { EmbedLog } from './embed-log.js';

function recorder(): { readonly lines: string[]; readonly log: StepLog } {
  const lines: string[] = [];
  const line =
    (level: string): StepLog['info'] =>
    (_component, message) =>
      void lines.push(`${level}: ${render(message, 'en')}`);
  return { lines, log: { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') } };
}

it('writes a line for each tenth of the records, once', () => {
  const { lines, log } = recorder();
  const written = new EmbedLog(log, 200);
  [5, 19, 20, 25, 90, 60, 95, 200].forEach((done) => written.progress(done));
  expect(lines).toEqual([
    'info: embedding: 20 of 200 records are ready',
    'info: embedding: 90 of 200 records are ready',
  ]);
});

it('warns about slow answers and smaller batches', () => {
  const { lines, log } = recorder();
  const { notice } = new EmbedLog(log, 10);
  notice({ kind: 'slow', texts: 64, milliseconds: 12_345, count: 2 });
  notice({ kind: 'halved', texts: 64, size: 32, reason: 'timed out' });
  expect(lines).toEqual([
    expect.stringMatching(/^warn: .*64 texts took 12.3 s \(slow answer number 2\)/),
    expect.stringMatching(/^warn: .*64 texts at once \(timed out\); they are sent again, 32 at a time/),
  ]);
});
