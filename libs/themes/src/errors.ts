import { defineErrors } from '#libs/domain-errors';

export const themeErrors = defineErrors({
  metadata_unparsable: {
    kind: 'validation',
    zh: 'metadata.txt 不是有效的 SQL：{reason}（第 {line} 行附近）。请修正该文件，或重新执行 ddl_generation',
    en: 'metadata.txt is not valid SQL: {reason} (near line {line}). Correct the file or run ddl_generation again',
  },
  metadata_without_themes: {
    kind: 'validation',
    zh: 'metadata.txt 中没有可用的主题：需要 INSERT INTO metadata (topic_name, …, related_tables, …) VALUES (…) 语句',
    en: 'metadata.txt holds no usable theme: it needs INSERT INTO metadata (topic_name, …, related_tables, …) VALUES (…) statements',
  },
});
