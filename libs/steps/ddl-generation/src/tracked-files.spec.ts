import { describe, expect, it } from '@jest/globals';
import type { SchemaState } from '#libs/step-files';
import { MemoryFiles } from '../../../../test/harness/memory-files.js';
import { sha256 } from './schema-state.js';
import { TrackedFiles } from './tracked-files.js';

describe('TrackedFiles', () => {
  it.each([
    ['equal', 'text', 'text'],
    ['edited', 'edited text', 'text'],
    ['edited, with newer text', 'edited text', 'newer text'],
  ])('keeps a file that is %s, with its mark as primary', async (_, present, written) => {
    const names = ['first.txt', 'other.txt'];
    const files = new MemoryFiles(new Map(names.map((name) => [name, present])));
    const before = { files: Object.fromEntries(names.map((name) => [name, sha256('text')])) };
    const tracked = new TrackedFiles(files, before as unknown as SchemaState, new Set(names));
    await tracked.write('first.txt', written, { primary: true });
    await tracked.write('other.txt', written);
    expect([...files.kept]).toEqual([
      ['first.txt', true],
      ['other.txt', false],
    ]);
  });
});
