export interface StoredPair {
  readonly question: string;
  readonly sql: string;
}

/** A pair from the document of its record; null for a document of another form. */
export function readPair(document: string): StoredPair | null {
  try {
    const { question, sql } = JSON.parse(document) as Record<string, unknown>;
    return typeof question === 'string' && typeof sql === 'string' ? { question, sql } : null;
  } catch {
    return null;
  }
}
