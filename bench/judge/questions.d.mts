export function latinWords(question: string, sql: string): string[];
export function nearDuplicates<T extends { readonly question: string; readonly sql: string }>(pairs: readonly T[]): T[];
