import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from './configuration-error.js';
import { describeEnvironment } from './describe-config.js';
import { loadConfig } from './load-config.js';

const KEYS = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'hunter2-hunter2' };

function problemsOf(variables: Record<string, string | undefined>): string[] {
  try {
    loadConfig(variables);
  } catch (error) {
    return (error as ConfigurationError).problems.map(({ variable, message }) => `${variable}: ${message}`);
  }
  return [];
}

describe('STORAGE_URL', () => {
  it('is a folder', () => {
    expect(loadConfig({ STORAGE_URL: 'file:///srv/with%20blank' }).storage).toEqual({
      kind: 'folder',
      directory: '/srv/with blank',
    });
  });

  it('is a bucket of Amazon, with keys or with a role', () => {
    expect(loadConfig({ STORAGE_URL: 's3://backups/data/pipeline/?region=eu-central-1', ...KEYS }).storage).toEqual({
      kind: 's3',
      bucket: 'backups',
      prefix: 'data/pipeline',
      endpoint: null,
      region: 'eu-central-1',
      pathStyle: false,
      credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'hunter2-hunter2', sessionToken: null },
    });
    expect(loadConfig({ STORAGE_URL: 's3://backups', AWS_REGION: 'eu-west-1' }).storage).toMatchObject({
      prefix: '',
      region: 'eu-west-1',
      credentials: null,
    });
  });

  it('is a bucket of another server, addressed by its path unless told otherwise', () => {
    const url = 's3://backups?endpoint=http://minio:9000';
    expect(loadConfig({ STORAGE_URL: url }).storage).toMatchObject({
      endpoint: 'http://minio:9000',
      region: 'us-east-1',
      pathStyle: true,
    });
    expect(loadConfig({ STORAGE_URL: `${url}&path_style=false` }).storage).toMatchObject({ pathStyle: false });
  });

  it.each([
    ['backups', 'file:///an/absolute/folder or s3://bucket/prefix'],
    ['file://host/folder', 'file:///an/absolute/folder or s3://bucket/prefix'],
    ['gs://bucket/prefix', 'file:///an/absolute/folder or s3://bucket/prefix'],
    ['s3://backups', 'expected a region'],
    ['s3:///prefix?region=r', 'the name of a bucket'],
    ['s3://Back_ups?region=r', 'the name of a bucket'],
    ['s3://key:secret@backups?region=r', 'no credentials in the URL'],
    ['s3://backups/a/../../b%2F..?region=r', 'a prefix of plain folder names'],
    ['s3://backups/%zz?region=r', 'a prefix of plain folder names'],
    ['s3://backups?region=r&acl=public', 'no parameters but endpoint, region, path_style'],
    ['s3://backups?endpoint=minio:9000', 'an http(s) URL without a path as endpoint'],
    ['s3://backups?endpoint=http://u:p@minio:9000', 'an http(s) URL without a path as endpoint'],
    ['s3://backups?region=eu/1', 'a region like'],
    ['s3://backups?region=r&path_style=yes', 'true or false as path_style'],
  ])('is not %s', (url, expected) => {
    expect(problemsOf({ STORAGE_URL: url })).toEqual([expect.stringMatching(/^STORAGE_URL: /)]);
    expect(problemsOf({ STORAGE_URL: url })[0]).toContain(expected);
  });

  it('says everything that is wrong at once, and no secret', () => {
    const problems = problemsOf({
      STORAGE_URL: 's3://user:hunter2@-?path_style=1&x=2',
      AWS_SECRET_ACCESS_KEY: 'hunter2-hunter2',
    });
    expect(problems).toHaveLength(6);
    expect(problems).toContain('AWS_ACCESS_KEY_ID: expected, because AWS_SECRET_ACCESS_KEY is set');
    expect(problems.join('\n')).not.toContain('hunter2');
    expect(JSON.stringify(describeEnvironment({ STORAGE_URL: 's3://backups', ...KEYS }))).not.toMatch(/hunter2|AKIA/);
  });
});

describe('VECTOR_BACKUP_COPY_URL', () => {
  it('is another storage, with the same forms', () => {
    expect(loadConfig({}).vectorBackup.copy).toBeNull();
    expect(loadConfig({ VECTOR_BACKUP_COPY_URL: 'file:///srv/copies' }).vectorBackup.copy).toEqual({
      kind: 'folder',
      directory: '/srv/copies',
    });
    const bucket = loadConfig({ VECTOR_BACKUP_COPY_URL: 's3://copies?region=eu-central-1', ...KEYS }).vectorBackup.copy;
    expect(bucket).toMatchObject({ bucket: 'copies', credentials: { accessKeyId: 'AKIAEXAMPLE' } });
    expect(problemsOf({ VECTOR_BACKUP_COPY_URL: 'ftp://x' })).toEqual([
      expect.stringContaining('VECTOR_BACKUP_COPY_URL: expected file:///'),
    ]);
  });

  it.each([
    ['file:///srv', 'file:///srv'],
    ['file:///srv/', 'file:///srv'],
    ['file:///srv/a%20b', 'file:///srv/a b/'],
    ['s3://backups/p/?region=eu-central-1', 's3://backups/p?region=eu-central-1'],
    ['s3://backups/p?endpoint=http://minio:9000', 's3://backups/p?endpoint=http://minio:9000/&path_style=false'],
    ['file:///data/training_data', undefined],
  ])('%s is not another place than %s', (copy, first) => {
    expect(problemsOf({ DATA_DIRECTORY: '/data', VECTOR_BACKUP_COPY_URL: copy, STORAGE_URL: first })).toEqual([
      'VECTOR_BACKUP_COPY_URL: expected another place than STORAGE_URL',
    ]);
  });

  it('is another place in the same bucket on another server', () => {
    const [copy, first] = ['http://a:9000', 'http://b:9000'].map((endpoint) => `s3://backups/p?endpoint=${endpoint}`);
    expect(loadConfig({ VECTOR_BACKUP_COPY_URL: copy, STORAGE_URL: first }).vectorBackup.copy).not.toBeNull();
  });
});
