/** A part of a report, before it is written in a format. Every text may hold anything. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | Table
  | Chart
  | Entry;

export interface Table {
  readonly kind: 'table';
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns of texts; the others are numbers. */
  readonly texts: readonly number[];
}

/** Shares over evaluations. */
export interface Chart {
  readonly kind: 'chart';
  readonly title: string;
  readonly labels: readonly string[];
  readonly lines: readonly Line[];
}

export interface Line {
  readonly name: string;
  /** 0 to 1 by label; null: not measured. */
  readonly values: readonly (number | null)[];
}

/** One question with what is known about it. */
export interface Entry {
  readonly kind: 'entry';
  readonly title: string;
  readonly facts: readonly { readonly name: string; readonly text: string; readonly isCode?: boolean }[];
}
