export function pytestCounts(output: string): { passed: number; failed: number };
