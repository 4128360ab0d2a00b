/**
 * A word, or a row of words, whose Chinese depends on its surroundings. All conditions of a rule hold; the first rule of a word that holds
 * decides.
 */
export interface ContextTerm {
  readonly word: string;
  readonly chinese: string;
  /** Only at the end of the name. */
  readonly head?: boolean;
  /** The word stands directly after one of these. */
  readonly after?: ReadonlySet<string>;
  /** The word opens the name, and the name of the table has one of these words. */
  readonly table?: ReadonlySet<string>;
  /** The word opens the name, and the noun of the table, its last word, is one of these. */
  readonly owner?: ReadonlySet<string>;
  /** The name of the table has one of these words, wherever the word stands. */
  readonly within?: ReadonlySet<string>;
  /** A table of the schema has one of these words: the business that it is of. */
  readonly around?: ReadonlySet<string>;
  /** Only as the name of a table. */
  readonly isTable?: boolean;
  /** The table has a column with one of these words. */
  readonly siblings?: ReadonlySet<string>;
}

export const list = (words: string): ReadonlySet<string> => new Set(words.split(' '));

export const PEOPLE = list(
  'person people employee staff contact customer client user member author actor actress director artist student pupil teacher instructor professor lecturer doctor physician nurse patient supervisor manager owner driver passenger guest visitor tenant landlord agent salesperson representative rep applicant candidate officer leader player coach referee parent guardian child spouse buyer seller recipient sender receiver beneficiary borrower insured holder attendee speaker volunteer donor subscriber resident worker operator technician engineer consultant lawyer attorney judge witness citizen petitioner investor shareholder cardholder viewer host creator editor reviewer composer singer assignee reporter requester approver cashier guide trainer trainee participant individual mother father emergency caller payee payer consignee shipper',
);
