import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StorageConfig } from './app-config.js';
import type { ConfigurationProblem } from './configuration-error.js';

type Variables = Readonly<Record<string, string | undefined>>;

const EXPECTED =
  'file:///an/absolute/folder or s3://bucket/prefix (?endpoint=https://s3.example.com&region=eu-central-1&path_style=true)';
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const PREFIX_SEGMENT = /^[\p{L}\p{N}_=+@-][\p{L}\p{N}_.=+@-]*$/u;
const REGION = /^[a-z0-9-]+$/;
const PARAMETERS = ['endpoint', 'region', 'path_style'] as const;
/** The region that servers other than Amazon's accept by default. */
const DEFAULT_REGION = 'us-east-1';

/** Where the files are: `STORAGE_URL`. Call it with variables that `storageProblems` has nothing to say about. */
export function storageConfig(variables: Variables, dataDirectory: string): StorageConfig {
  const value = variables['STORAGE_URL'];
  return value === undefined
    ? { kind: 'folder', directory: resolve(dataDirectory, 'training_data') }
    : storageAt(value, variables);
}

/** Where copies of backups are: `VECTOR_BACKUP_COPY_URL`; null: there are none. */
export function copyStorageConfig(variables: Variables): StorageConfig | null {
  const value = variables['VECTOR_BACKUP_COPY_URL'];
  return value === undefined ? null : storageAt(value, variables);
}

/** A folder, or a bucket with the credentials of the `AWS_*` variables. */
function storageAt(value: string, variables: Variables): StorageConfig {
  const url = new URL(value);
  if (url.protocol === 'file:') {
    return { kind: 'folder', directory: fileURLToPath(url) };
  }
  const endpoint = url.searchParams.get('endpoint');
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = variables;
  return {
    kind: 's3',
    bucket: url.hostname,
    prefix: prefixOf(url),
    endpoint,
    region: regionOf(url, variables) ?? DEFAULT_REGION,
    pathStyle: (url.searchParams.get('path_style') ?? String(endpoint !== null)) === 'true',
    credentials:
      accessKeyId === undefined || secretAccessKey === undefined
        ? null
        : { accessKeyId, secretAccessKey, sessionToken: variables['AWS_SESSION_TOKEN'] ?? null },
  };
}

/**
 * Everything that is wrong with where the files are to be. No value is repeated: it may hold a secret.
 * @param dataDirectory null: not known, because other variables are wrong
 */
export function storageProblems(variables: Variables, dataDirectory: string | null): ConfigurationProblem[] {
  const copy = 'VECTOR_BACKUP_COPY_URL';
  const problems = [...urlProblems('STORAGE_URL', variables), ...urlProblems(copy, variables)];
  const second = problems.length === 0 ? copyStorageConfig(variables) : null;
  const isSame =
    second !== null && dataDirectory !== null && placeOf(second) === placeOf(storageConfig(variables, dataDirectory));
  return isSame ? [{ variable: copy, message: 'expected another place than STORAGE_URL' }] : problems;
}

/** However it is written. Credentials and the style of addresses name no other place. */
function placeOf(config: StorageConfig): string {
  return config.kind === 'folder'
    ? `file:${resolve(config.directory)}`
    : JSON.stringify([config.endpoint && new URL(config.endpoint).origin, config.bucket, config.prefix]);
}

function urlProblems(variable: string, variables: Variables): ConfigurationProblem[] {
  const value = variables[variable];
  if (value === undefined) {
    return [];
  }
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url?.protocol === 'file:' && isLocalPath(url)) {
    return [];
  }
  if (url?.protocol !== 's3:') {
    return [{ variable, message: `expected ${EXPECTED}` }];
  }
  return bucketProblems(url, variables).map((message) => ({ variable, message }));
}

function bucketProblems(url: URL, variables: Variables): string[] {
  const { searchParams: parameters } = url;
  const endpoint = parameters.get('endpoint');
  const region = regionOf(url, variables);
  const pathStyle = parameters.get('path_style');
  const unknown = [...parameters.keys()].some((name) => !(PARAMETERS as readonly string[]).includes(name));
  const prefix = prefixOf(url);
  return [
    ...(url.username || url.password
      ? ['expected no credentials in the URL: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY']
      : []),
    ...(BUCKET.test(url.hostname) ? [] : ['expected the name of a bucket after s3://']),
    ...(prefix === '' || prefix.split('/').every((part) => PREFIX_SEGMENT.test(part))
      ? []
      : ['expected a prefix of plain folder names']),
    ...(unknown ? [`expected no parameters but ${PARAMETERS.join(', ')}`] : []),
    ...(endpoint === null || isHttpOrigin(endpoint) ? [] : ['expected an http(s) URL without a path as endpoint']),
    ...(region === undefined && endpoint === null ? ['expected a region: ?region=eu-central-1, or AWS_REGION'] : []),
    ...(region === undefined || REGION.test(region) ? [] : ['expected a region like eu-central-1']),
    ...(pathStyle === null || pathStyle === 'true' || pathStyle === 'false'
      ? []
      : ['expected true or false as path_style']),
  ];
}

function prefixOf({ pathname }: URL): string {
  const trimmed = pathname.replace(/^\/+|\/+$/g, '');
  try {
    return decodeURIComponent(trimmed);
  } catch {
    return trimmed;
  }
}

function isLocalPath(url: URL): boolean {
  try {
    return fileURLToPath(url) !== '';
  } catch {
    return false;
  }
}

function regionOf(url: URL, variables: Variables): string | undefined {
  return url.searchParams.get('region') ?? variables['AWS_REGION'];
}

function isHttpOrigin(value: string): boolean {
  const url = URL.canParse(value) ? new URL(value) : null;
  return (
    url !== null &&
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    url.pathname === '/' &&
    url.search === '' &&
    url.username === '' &&
    url.password === ''
  );
}
