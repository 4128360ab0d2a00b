export const MAPPING_FILE = 'filename_mapping.txt';

/**
 * `filename_mapping.txt`: both files of each table, sorted by table. Whoever reads documents of tables reads this
 * file: `metadata_detail.md` is not in it.
 */
export function renderFilenameMapping(files: ReadonlyMap<string, readonly string[]>): string {
  const lines = [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([table, names]) => `${table} -> ${names.join(', ')}`);
  return ['# 文件名映射报告', '# 格式: 原始表名 -> 实际文件名', '', ...lines, ''].join('\n');
}
