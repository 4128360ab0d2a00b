export const ALL_FORMS: readonly string[];
export function formsOf(sql: string): Promise<string[]>;
