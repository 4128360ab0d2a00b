import { setImmediate as turn } from 'node:timers/promises';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { FileStore } from './file-store.js';
import { IntegrityService } from './integrity.service.js';
import { OutputRepository } from './output.repository.js';

const MODIFIED = new Date('2025-07-01T06:30:52Z');

/** Files without records that end when the test says. */
class PatientFiles {
  readonly open = new Map<string, Readable>();

  async service(): Promise<IntegrityService> {
    const store = {
      list: async () => Array.from({ length: 8 }, (_, index) => ({ name: `${index}`, size: 1, modifiedAt: MODIFIED })),
      open: async (taskId: string, name: string) => {
        const stream = new Readable({ read: () => undefined });
        const key = `${taskId}/${name}`;
        this.open.set(key, stream);
        stream.once('close', () => this.open.delete(key));
        return { size: 1, modifiedAt: MODIFIED, stream };
      },
    };
    const outputs = { ofTask: async () => [], find: async () => null };
    const module = await Test.createTestingModule({
      providers: [
        IntegrityService,
        { provide: FileStore, useValue: store },
        { provide: OutputRepository, useValue: outputs },
      ],
    }).compile();
    return module.get(IntegrityService);
  }

  /** Lets everything happen that can happen while no file ends. */
  async settled(): Promise<string[]> {
    for (let count = 0; count < 20; count += 1) {
      await turn();
    }
    return [...this.open.keys()];
  }

  endAll(): void {
    this.open.forEach((stream) => stream.push(null));
  }
}

describe('IntegrityService', () => {
  it('limits concurrent reads over all checks, and no check waits for all of another', async () => {
    const files = new PatientFiles();
    const service = await files.service();
    const { signal } = new AbortController();
    const checks = ['a', 'b', 'c'].map((taskId) => service.check(taskId, signal));
    expect(await files.settled()).toEqual(['a/0', 'a/1', 'b/0', 'b/1']);
    files.endAll();
    expect(await files.settled()).toEqual(expect.arrayContaining(['c/0', 'c/1']));
    while ((await files.settled()).length > 0) {
      expect(files.open.size).toBeLessThanOrEqual(4);
      files.endAll();
    }
    expect((await Promise.all(checks)).map((checked) => checked.length)).toEqual([8, 8, 8]);
  });

  it('stops when the client is gone', async () => {
    const files = new PatientFiles();
    const gone = new AbortController();
    const check = (await files.service()).check('a', gone.signal);
    const outcome = expect(check).rejects.toThrow('client gone');
    await files.settled();
    gone.abort(new Error('client gone'));
    await outcome;
    expect(await files.settled()).toEqual([]);
  });
});
