export function conditionMark(sql: string): Promise<string>;
