/** An expression in canonical form. */
export interface Expression {
  /** Base columns are `table.column`, of `public` without the schema; `^` before those of an outer query. */
  readonly text: string;
  /** The alias that a plain column comes from; null for everything else. */
  readonly source: string | null;
  /** The value of a constant. */
  readonly literal: string | null;
  /** Holds an aggregate or a window. */
  readonly isFigure: boolean;
}

export function plainText(text: string, parts: readonly Expression[] = []): Expression {
  return { text, source: null, literal: null, isFigure: parts.some(({ isFigure }) => isFigure) };
}

export function figure(text: string): Expression {
  return { text, source: null, literal: null, isFigure: true };
}

export function literal(value: string): Expression {
  return { text: value, source: null, literal: value, isFigure: false };
}

/** An output column of a query. */
export interface Output {
  readonly name: string | null;
  readonly value: Expression;
}
