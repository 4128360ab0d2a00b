import { describe, expect, it } from '@jest/globals';
import { DomainError, errorText } from '#libs/domain-errors';
import { translateFileError } from './translate-file-error.js';

const fileError = (code: string, path?: string) => Object.assign(new Error(`${code}: open '${path}'`), { code, path });

describe('translateFileError', () => {
  it.each(['EACCES', 'EPERM'])('says whose turn it is after %s', (code) => {
    const error = translateFileError(fileError(code, '/srv/data/secret.key'));
    expect(error).toMatchObject({ code: 'data_directory_denied' });
    expect(errorText(error as DomainError, 'en')).toMatch(
      /^\/srv\/data\/secret\.key may not .*chown -R \S+ \/srv\/data\), or set DATA_DIRECTORY/,
    );
    expect(errorText(error as DomainError, 'zh')).toContain('DATA_DIRECTORY');
  });

  it.each(['EROFS', 'ENOSPC', 'ENOTDIR'])('names the path and the way out after %s', (code) => {
    const error = translateFileError(fileError(code), {
      file: '/srv/data',
      elsewhere: { zh: '，或换一个', en: ', or take another one' },
    });
    expect(errorText(error as DomainError, 'en')).toMatch(/^\/srv\/data cannot be used .*, or take another one$/);
  });

  it.each([fileError('ENOENT', '/srv/data'), fileError('EACCES'), new Error('EACCES'), 'EACCES'])(
    'leaves %s as it is',
    (error) => {
      expect(translateFileError(error)).toBe(error);
    },
  );
});
