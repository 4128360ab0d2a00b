/** @returns the folder of PostgreSQL's programs and the path of redis-server; null when something is missing */
export function ensurePrograms(
  needs: { readonly postgres: boolean; readonly redis: boolean },
  say: (line: string) => void,
): Promise<{ readonly postgres?: string; readonly redis?: string } | null>;
