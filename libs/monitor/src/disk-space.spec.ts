import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { diskPercent, diskSpaceOf } from './disk-space.js';

describe('disk space', () => {
  it('is counted as df counts it, of a folder that is not there yet too', async () => {
    const space = await diskSpaceOf(join(tmpdir(), 'not', 'there', 'yet'));
    const { stdout } = await promisify(execFile)('df', ['-P', tmpdir()]);
    const percent = Number(/ (\d+)% /.exec(stdout)?.[1]);
    const ours = diskPercent(space?.totalBytes ?? null, space?.freeBytes ?? null);
    // df rounds up, and others write between the two looks.
    expect(Math.abs((ours ?? NaN) - percent)).toBeLessThan(2);
  });
});
