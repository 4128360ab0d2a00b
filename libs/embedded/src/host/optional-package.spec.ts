import { describe, expect, it } from '@jest/globals';
import { importOptional } from './optional-package.js';

const failure = (code: string) => Object.assign(new Error('Cannot find it'), { code });

describe('importOptional', () => {
  it.each(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'])(
    'names the missing package and the way out for %s',
    async (code) => {
      await expect(importOptional('some-package', () => Promise.reject(failure(code)))).rejects.toThrow(
        /some-package is not installed.*URLs of services.*npm ci/,
      );
    },
  );

  it('passes on every other failure', async () => {
    await expect(importOptional('some-package', () => Promise.reject(failure('EACCES')))).rejects.toThrow(
      'Cannot find it',
    );
  });

  it('gives what was loaded', async () => {
    expect(await importOptional('node:path', () => import('node:path'))).toHaveProperty('join');
  });
});
