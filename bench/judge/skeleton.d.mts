export function skeletonOf(sql: string): Promise<string>;
export function conditionMark(sql: string): Promise<string>;
