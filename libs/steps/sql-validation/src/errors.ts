import { defineErrors } from '#libs/domain-errors';

export const sqlValidationErrors = defineErrors({
  validation_file_missing: {
    kind: 'validation',
    zh: '没有找到问答对文件（qs_*_pair.json）。请先执行 qa_generation，或上传该文件',
    en: 'there is no pair file (qs_*_pair.json). Run qa_generation first, or upload one',
  },
  validation_file_malformed: {
    kind: 'validation',
    zh: '文件 {file} 不是有效的 JSON（第 {line} 行第 {column} 列附近）：{reason}。请修正该文件，或重新执行 qa_generation',
    en: 'the file {file} is not valid JSON (near line {line}, column {column}): {reason}. Correct it or run qa_generation again',
  },
  validation_file_wrong_shape: {
    kind: 'validation',
    zh: '文件 {file} 的内容不符合要求（{where}）：应为 [{"question": "…", "sql": "…"}] 形式的数组，两个字段都必须是非空文本',
    en: 'the file {file} has the wrong shape ({where}): it must be an array of {"question": "…", "sql": "…"}, both non-empty texts',
  },
  validation_file_empty: {
    kind: 'validation',
    zh: '文件 {file} 中没有任何问答对。请重新执行 qa_generation',
    en: 'the file {file} holds no pairs. Run qa_generation again',
  },
  validation_nothing_valid: {
    kind: 'validation',
    zh: '{count} 个问答对全部无效，文件 {file} 保持不变。第一个错误：{reason}。请查看验证报告，检查业务数据库是否正确，或重新执行 qa_generation',
    en: 'none of the {count} pairs is valid; the file {file} stays as it is. The first error: {reason}. Look at the report, check that this is the right business database, or run qa_generation again',
  },
});
