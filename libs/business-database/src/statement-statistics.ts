/** Statements of one form that the server has run. */
export interface CountedStatement {
  readonly text: string;
  readonly calls: number;
}

/**
 * `absent` the server keeps no such statistics · `not_loaded` the extension is installed and does not run ·
 * `not_permitted` the role may not read them.
 */
export type StatementStatistics =
  | {
      readonly state: 'read';
      /** Those with the most calls first. */
      readonly statements: readonly CountedStatement[];
      /** Statements of other roles, whose text this one may not see. */
      readonly hidden: number;
    }
  | { readonly state: 'absent' | 'not_loaded' | 'not_permitted' };
