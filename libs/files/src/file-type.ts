import { extname } from 'node:path';
import type { FileType } from '#libs/database';

const TYPES: Readonly<Record<string, FileType>> = {
  '.ddl': 'ddl',
  '.md': 'markdown',
  '.json': 'json',
  '.jsonl': 'text',
  '.log': 'log',
  '.txt': 'text',
  '.sql': 'sql',
  '.csv': 'csv',
  '.yaml': 'text',
};

const CONTENT_TYPES: Readonly<Record<FileType, string>> = {
  ddl: 'text/plain; charset=utf-8',
  markdown: 'text/markdown; charset=utf-8',
  json: 'application/json; charset=utf-8',
  log: 'text/plain; charset=utf-8',
  text: 'text/plain; charset=utf-8',
  sql: 'application/sql; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  other: 'application/octet-stream',
};

/** The type of a file by its extension. */
export function fileTypeOf(name: string): FileType {
  return TYPES[extname(name).toLowerCase()] ?? 'other';
}

/** The media type that a file of the type is served as. */
export function contentTypeOf(type: FileType): string {
  return CONTENT_TYPES[type];
}
