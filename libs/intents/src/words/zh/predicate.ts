/** A condition as a predicate of the rows, without 的. */
export interface PredicateZh {
  /** `已停产`, `运费超过 20 元` */
  readonly text: string;
  /** A state: within a longer phrase it stands before the noun without 的, as in 已停产产品. */
  readonly isState: boolean;
  /** A noun for the rows that meet it, such as 首选供应商; it is also said of them as 是首选供应商. */
  readonly noun: string | null;
}

export const plainly = (text: string): PredicateZh => ({ text, isState: false, noun: null });

export const state = (text: string): PredicateZh => ({ text, isState: text.length <= 4, noun: null });
