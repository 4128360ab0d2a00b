import type { z } from 'zod';
import type { Text } from '#libs/language';
import { LONGEST_QUESTION } from './pair.js';

const REASONS: Readonly<Record<string, (field: string) => Text>> = {
  missing: (field) => ({ zh: `缺少 ${field}`, en: `${field} is missing` }),
  type: (field) => ({ zh: `${field} 不是文本`, en: `${field} is not a text` }),
  blank: (field) => ({ zh: `${field} 为空`, en: `${field} is blank` }),
  long: (field) => ({
    zh: `${field} 超过 ${LONGEST_QUESTION} 个字符`,
    en: `${field} has more than ${LONGEST_QUESTION} characters`,
  }),
  nul: (field) => ({
    zh: `${field} 含有 PostgreSQL 无法保存的字符（U+0000）`,
    en: `${field} holds a character that PostgreSQL cannot store (U+0000)`,
  }),
};

const NO_OBJECT: Text = { zh: '不是包含 question 和 sql 的对象', en: 'it is not an object with question and sql' };

/** The reason why a record is not a pair, from the first schema issue. */
export function recordReason({ issues: [issue] }: z.ZodError): Text {
  const field = issue?.path[0];
  return field === undefined ? NO_OBJECT : (REASONS[issue?.message ?? '']?.(String(field)) ?? NO_OBJECT);
}
