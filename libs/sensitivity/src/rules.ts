import { PEOPLE_RULES } from './people-rules.js';
import { PERSONAL_RULES } from './personal-rules.js';
import type { SensitiveRule } from './rule.js';
import { SECRET_RULES } from './secret-rules.js';

/** All rules; the first that fits a column counts. */
export const RULES: readonly SensitiveRule[] = [...SECRET_RULES, ...PERSONAL_RULES, ...PEOPLE_RULES];
