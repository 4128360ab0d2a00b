import { defineErrors } from '#libs/domain-errors';

export const modelFileErrors = defineErrors({
  semantic_model_malformed: {
    kind: 'validation',
    zh: '{file} 不是有效的 YAML（第 {line} 行第 {column} 列）：{reason}。请修正该行，或删除该文件后重新执行 ddl_generation，由系统重新生成',
    en: '{file} is not valid YAML (line {line}, column {column}): {reason}. Correct that line, or delete the file and run ddl_generation again, which writes a new one',
  },
  semantic_model_wrong_shape: {
    kind: 'validation',
    zh: '{file} 第 {line} 行不符合语义模型的格式：{expected}。请修正该行，或删除该文件后重新执行 ddl_generation，由系统重新生成',
    en: 'line {line} of {file} does not have the form of a semantic model: {expected}. Correct it, or delete the file and run ddl_generation again, which writes a new one',
  },
  semantic_model_encoding: {
    kind: 'validation',
    zh: '{file} 不是 UTF-8 编码（可能是 GBK）。请另存为 UTF-8 后重新上传',
    en: '{file} is not UTF-8 (perhaps GBK). Save it as UTF-8 and upload it again',
  },
});
