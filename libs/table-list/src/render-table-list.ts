/**
 * The `table_list.txt` of names that came through the API.
 * @param tables items as written, quoted where they need it.
 * @param when the wall clock of the task, `YYYY-MM-DD HH:MM:SS`.
 */
export function renderTableList(tables: readonly string[], when: string): string {
  return ['# 表清单文件', `# 生成时间: ${when}`, `# 表数量: ${tables.length}`, '', ...tables, ''].join('\n');
}
