import { defineErrors } from '#libs/domain-errors';

export const stepFileErrors = defineErrors({
  pair_file_missing: {
    kind: 'validation',
    zh: '没有找到问答对文件（文件名须以 _pair.json、_pairs.json、_pair.sql 或 _pairs.sql 结尾）。请先执行 qa_generation，或上传该文件',
    en: 'there is no pair file (its name has to end in _pair.json, _pairs.json, _pair.sql or _pairs.sql). Run qa_generation first, or upload one',
  },
  pair_file_empty: {
    kind: 'validation',
    zh: '问答对文件 {file} 中没有任何问答对。请补充内容或删除该文件，或重新执行 qa_generation',
    en: 'the pair file {file} holds no pairs. Fill or delete it, or run qa_generation again',
  },
  pair_file_malformed: {
    kind: 'validation',
    zh: '问答对文件 {file} 不是有效的 JSON（第 {line} 行第 {column} 列）：{reason}。请修正该文件，或重新执行 qa_generation',
    en: 'the pair file {file} is not valid JSON (line {line}, column {column}): {reason}. Correct it, or run qa_generation again',
  },
  pair_file_wrong_shape: {
    kind: 'validation',
    zh: '问答对文件 {file} 的内容不符合要求：应为 [{"question": "…", "sql": "…"}] 形式的数组，或 "pairs" 字段为该数组的对象，且数组不为空。请修正该文件，或重新执行 qa_generation',
    en: 'the pair file {file} has the wrong shape: it must be an array like [{"question": "…", "sql": "…"}], or an object whose "pairs" is such an array, with pairs in it. Correct it, or run qa_generation again',
  },
  pair_file_records_invalid: {
    kind: 'validation',
    zh: '问答对文件 {file} 中有 {count} 条记录无效，整个文件未被采用：{records}。请修正或删除这些记录后重试',
    en: 'the pair file {file} has invalid records ({count}), and none of it was used: {records}. Correct or remove these records and try again',
  },
  pair_file_encoding: {
    kind: 'validation',
    zh: '问答对文件 {file} 的编码无法识别（既不是 UTF-8，也不是 UTF-16，可能是 GBK）。请另存为 UTF-8 后重新上传',
    en: 'the pair file {file} is neither UTF-8 nor UTF-16 (perhaps GBK). Save it as UTF-8 and upload it again',
  },
  metadata_unparsable: {
    kind: 'validation',
    zh: 'metadata.txt 不是有效的 SQL：{reason}（第 {line} 行附近）。请修正该文件，或重新执行 ddl_generation',
    en: 'metadata.txt is not valid SQL: {reason} (near line {line}). Correct the file or run ddl_generation again',
  },
  metadata_too_complex: {
    kind: 'validation',
    zh: 'metadata.txt 超过 {bytes} 字节，或嵌套、注释、运算符过多，未解析。请修正该文件，或重新执行 ddl_generation',
    en: 'metadata.txt is longer than {bytes} bytes, or has too many levels, comments or operators, and was not parsed. Correct the file or run ddl_generation again',
  },
  metadata_without_themes: {
    kind: 'validation',
    zh: 'metadata.txt 中没有可用的主题：需要 INSERT INTO metadata (topic_name, …, related_tables, …) VALUES (…) 语句',
    en: 'metadata.txt holds no usable theme: it needs INSERT INTO metadata (topic_name, …, related_tables, …) VALUES (…) statements',
  },
  validation_report_unreadable: {
    kind: 'validation',
    zh: 'SQL 验证报告 {file} 无法读取：{reason}。请重新执行 sql_validation，或删除该报告',
    en: 'the SQL validation report {file} cannot be read: {reason}. Run sql_validation again, or delete the report',
  },
});
