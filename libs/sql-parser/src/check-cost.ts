/** What PostgreSQL's lexer and parser, or the memory for their tree, cannot take in reasonable time. */
export interface ParseLimits {
  /** Of UTF-8. */
  readonly bytes: number;
  readonly tokens: number;
}

/** Open brackets of every kind. */
const MAX_NESTING = 500;
/** Characters of one operator; PostgreSQL's own have at most five. The lexer reads a run again for each of its characters. */
const MAX_OPERATOR = 32;
/** `/*` in one run of operator characters, which the lexer reads again for each of them. */
const MAX_COMMENT_MARKS = 8;
const MAX_COMMENT_NESTING = 8;

const OPERATOR = new Set('~!@#^&|`?+-*/%<>='.split('').map((character) => character.charCodeAt(0)));
const [QUOTE, DOUBLE_QUOTE, DOLLAR, BACKSLASH, DASH, SLASH, STAR] = [0x27, 0x22, 0x24, 0x5c, 0x2d, 0x2f, 0x2a];
const OPENING = new Set([0x28, 0x5b]);
const CLOSING = new Set([0x29, 0x5d]);
const SPACE = /[ \t\r\n\f\v]*/y;
const WORD = /[\p{L}\p{N}_$\u0080-\uffff]+/uy;
const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;

/**
 * Whether a text can be given to the parser, by one linear pass that reads it as PostgreSQL's lexer does. The lexer itself
 * needs quadratic time for runs of operators and comment marks: 32 KB of `/*` take it seconds.
 * @returns null when it can, else what there is too much of.
 */
export function tooCostly(sql: string, limits: ParseLimits): TooCostly | null {
  return Buffer.byteLength(sql) > limits.bytes ? 'bytes' : new CostCheck(sql, limits.tokens).run();
}

export type TooCostly = 'bytes' | 'tokens' | 'nesting' | 'operators' | 'comments';

class CostCheck {
  private at = 0;
  private tokens = 0;
  private nesting = 0;
  /** Comment marks in the present run of operator characters. */
  private marks = 0;
  /** Where that run ends so far. */
  private runEnd = 0;

  constructor(
    private readonly sql: string,
    private readonly maxTokens: number,
  ) {}

  run(): TooCostly | null {
    while (this.at < this.sql.length) {
      this.skip(SPACE);
      if (this.at >= this.sql.length) {
        return null;
      }
      const found = this.token();
      if (found !== null) {
        return found;
      }
      if (this.tokens > this.maxTokens) {
        return 'tokens';
      }
    }
    return null;
  }

  private token(): TooCostly | null {
    const [code, next] = [this.code(0), this.code(1)];
    if (code === DASH && next === DASH) {
      this.skipLine();
      return null;
    }
    if (code === SLASH && next === STAR) {
      return this.comment();
    }
    this.tokens += 1;
    if (OPERATOR.has(code)) {
      return this.operator();
    }
    if (code === QUOTE) {
      this.string(false);
    } else if (code === DOUBLE_QUOTE) {
      this.quoted(DOUBLE_QUOTE, false);
    } else if (code === DOLLAR) {
      this.dollar();
    } else if (OPENING.has(code)) {
      this.at += 1;
      this.nesting += 1;
      return this.nesting > MAX_NESTING ? 'nesting' : null;
    } else if (CLOSING.has(code)) {
      this.at += 1;
      this.nesting -= 1;
    } else {
      this.word();
    }
    return null;
  }

  private code(offset: number): number {
    return this.sql.charCodeAt(this.at + offset);
  }

  /** @returns the text that was skipped */
  private skip(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const [text = ''] = pattern.exec(this.sql) ?? [];
    this.at += text.length;
    return text;
  }

  private skipTo(end: number, length = 0): void {
    this.at = end < 0 ? this.sql.length : end + length;
  }

  private skipLine(): void {
    const ends = ['\n', '\r'].map((end) => this.sql.indexOf(end, this.at)).filter((end) => end >= 0);
    this.skipTo(ends.length === 0 ? -1 : Math.min(...ends));
  }

  private operator(): TooCostly | null {
    const from = this.at;
    if (from !== this.runEnd) {
      this.marks = 0;
    }
    while (this.at - from <= MAX_OPERATOR && OPERATOR.has(this.code(0)) && !this.startsComment()) {
      this.at += 1;
    }
    this.runEnd = this.at;
    return this.at - from > MAX_OPERATOR ? 'operators' : null;
  }

  private startsComment(): boolean {
    const [code, next] = [this.code(0), this.code(1)];
    return (code === SLASH && next === STAR) || (code === DASH && next === DASH);
  }

  /** Comments nest, and marks of several comments can be one run. */
  private comment(): TooCostly | null {
    for (let depth = 0; this.at < this.sql.length;) {
      const [code, next] = [this.code(0), this.code(1)];
      if (code === SLASH && next === STAR) {
        depth += 1;
        this.marks = this.at === this.runEnd ? this.marks + 1 : 1;
        if (depth > MAX_COMMENT_NESTING || this.marks > MAX_COMMENT_MARKS) {
          return 'comments';
        }
        this.at += 2;
        this.runEnd = this.at;
      } else if (code === STAR && next === SLASH) {
        depth -= 1;
        this.extendRun(2);
        if (depth === 0) {
          return null;
        }
      } else if (OPERATOR.has(code)) {
        this.extendRun(1);
      } else {
        this.at += 1;
      }
    }
    return null;
  }

  private extendRun(length: number): void {
    const continues = this.at === this.runEnd;
    this.at += length;
    this.runEnd = continues ? this.at : this.runEnd;
  }

  /** @param escapes whether a backslash escapes, as in `E'…'` */
  private string(escapes: boolean): void {
    this.quoted(QUOTE, escapes);
    // `'a'` and `'b'` on two lines are one literal.
    for (let end = this.at; ; end = this.at) {
      if (!/[\r\n]/.test(this.skip(SPACE)) || this.code(0) !== QUOTE) {
        this.at = end;
        return;
      }
      this.quoted(QUOTE, escapes);
    }
  }

  private quoted(quote: number, escapes: boolean): void {
    this.at += 1;
    while (this.at < this.sql.length) {
      const code = this.code(0);
      if (escapes && code === BACKSLASH) {
        this.at += 2;
      } else if (code !== quote) {
        this.at += 1;
      } else if (this.code(1) === quote) {
        this.at += 2;
      } else {
        this.at += 1;
        return;
      }
    }
  }

  private dollar(): void {
    const tag = this.skip(DOLLAR_TAG);
    if (tag === '') {
      this.at += 1;
    } else {
      this.skipTo(this.sql.indexOf(tag, this.at), tag.length);
    }
  }

  /** A name, a keyword, a number or a single character. */
  private word(): void {
    const word = this.skip(WORD);
    if (word === '') {
      this.at += 1;
    } else if (/^e$/i.test(word) && this.code(0) === QUOTE) {
      this.string(true);
    }
  }
}
