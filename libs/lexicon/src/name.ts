/** What people call a table, a column, a role or a metric, in one language. */
export interface Name {
  /** `order`, `订单`; the identifier as it is where `known` is false. */
  readonly text: string;
  /** `orders`; the same as `text` in Chinese. */
  readonly plural: string;
  /** `笔`, `位`; null in English. */
  readonly measureWord: string | null;
  /** The whole name is understood in this language: it may stand in a question. */
  readonly known: boolean;
  /** Put together from words that mean something else in other trades: readers understand it, but may say it otherwise. */
  readonly isGuessed?: boolean;
  readonly synonyms: readonly string[];
}
