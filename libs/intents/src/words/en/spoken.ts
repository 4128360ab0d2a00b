/** The three forms of a condition: before the noun, after it, and as the predicate of the rows. */
export interface Spoken {
  /** `shipped` orders; null where the language has no such word. */
  readonly before: string | null;
  /** orders `that are shipped`, orders `from Germany` */
  readonly after: string;
  /** orders `are shipped`, orders `have a freight above 100` */
  readonly said: string;
  /** The predicate of one row, where it is not that of several with another verb: `is a gift`. */
  readonly saidOfOne?: string;
  /** What the rows are called then, in the plural: `finished goods` of products. */
  readonly instead?: string;
}

export function having(text: string): Spoken {
  return { before: null, after: `with ${text}`, said: `have ${text}` };
}

export function being(adjective: string): Spoken {
  return { before: adjective, after: `that are ${adjective}`, said: `are ${adjective}` };
}
