export function operatorsOf(sql: string): Promise<{ readonly fine: Set<string>; readonly coarse: Set<string> }>;
