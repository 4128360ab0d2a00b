import { isDetailFile } from '../file-names.js';

const SEPARATOR = ' -> ';

/**
 * `filename_mapping.txt`: both files of each table, sorted by table. Readers of the documents of tables read this file:
 * `metadata_detail.md` is not in it. The header is that of the Python original, in Chinese for tasks in English as well:
 * readers skip it.
 */
export function renderFilenameMapping(files: ReadonlyMap<string, readonly string[]>): string {
  const lines = [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([table, names]) => `${table}${SEPARATOR}${names.join(', ')}`);
  return ['# 文件名映射报告', '# 格式: 原始表名 -> 实际文件名', '', ...lines, ''].join('\n');
}

/**
 * The `_detail.md` file of each table, by `schema.table`. The Python original names this file alone. Lines of another form
 * are comments.
 */
export function parseFilenameMapping(text: string): Map<string, string> {
  const details = new Map<string, string>();
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const [table, names] = line.split(SEPARATOR);
    const detail = names
      ?.split(',')
      .map((name) => name.trim())
      .find(isDetailFile);
    if (table && detail !== undefined && !table.startsWith('#')) {
      details.set(table.trim(), detail);
    }
  }
  return details;
}
