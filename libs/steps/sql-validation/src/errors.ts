import { defineErrors } from '#libs/domain-errors';

export const sqlValidationErrors = defineErrors({
  validation_nothing_valid: {
    kind: 'validation',
    zh: '{count} 个问答对全部无效，文件 {file} 保持不变。第一个错误：{reason}。请查看验证报告，检查业务数据库是否正确，或重新执行 qa_generation',
    en: 'none of the {count} pairs is valid; the file {file} stays as it is. The first error: {reason}. Look at the report, check that this is the right business database, or run qa_generation again',
  },
});
