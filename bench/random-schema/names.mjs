/** Names that break code: reserved words, quotes, other scripts, characters that end a statement or a comment. */
import pg from 'pg';

const HOSTILE = [
  'select',
  'Mixed Case',
  'a"b',
  "it's",
  'semi;colon',
  '--dashes',
  '/* star',
  'dollar$$',
  'dot.ted',
  'back\\slash',
  '订单明细',
  '😀',
  'percent%s',
  'new\nline',
  '1st',
  'constructor',
  '__proto__',
  ' spaces ',
  '(paren)',
  'tab\there',
  '{curly},',
  'Übergröße',
  'x'.repeat(56),
];

/** Most names are plain, so that a failure about a hostile one stands out. */
export class Names {
  #count = 0;

  constructor(dice) {
    this.dice = dice;
  }

  /** Unquoted, unique within the schema under construction. */
  raw(purpose) {
    this.#count += 1;
    return this.dice.chance(0.25) ? `${this.dice.pick(HOSTILE)}${this.#count}` : `${purpose}_${this.#count}`;
  }

  /** Quoted as SQL needs it. */
  plain(purpose) {
    return pg.escapeIdentifier(this.raw(purpose));
  }

  /** Of an object in a schema. */
  qualified(purpose, schema) {
    return `${schema}.${this.plain(purpose)}`;
  }
}

const COMMENTS = [
  "it's a comment",
  'two\nlines',
  '注释：含；号',
  'ends with --',
  '/* not closed',
  'back\\slash',
  "E'x'",
];

export function randomComment(dice) {
  return pg.escapeLiteral(dice.pick(COMMENTS));
}
