import type { JsonValue } from '#libs/pipeline';

const CONSTANTS: Readonly<Record<string, JsonValue>> = { None: null, True: true, False: false };
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '0': '\0',
};

/**
 * Reads what Python's `repr` writes for JSON-like values: the original's backups hold their metadata so.
 * @throws SyntaxError for anything else
 */
export function parsePythonLiteral(text: string): JsonValue {
  const parser = new LiteralParser(text);
  const value = parser.value();
  parser.end();
  return value;
}

class LiteralParser {
  private at = 0;

  constructor(private readonly text: string) {}

  value(): JsonValue {
    this.skipBlanks();
    switch (this.text[this.at]) {
      case '{':
        return this.dictionary();
      case '[':
        return this.sequence(']');
      case '(':
        return this.sequence(')');
      case "'":
      case '"':
        return this.string();
      default:
        return this.word();
    }
  }

  end(): void {
    this.skipBlanks();
    if (this.at < this.text.length) {
      throw this.unexpected();
    }
  }

  private dictionary(): JsonValue {
    const entries: [string, JsonValue][] = [];
    this.at += 1;
    while (!this.takes('}')) {
      const key = this.value();
      this.expect(':');
      entries.push([typeof key === 'string' ? key : JSON.stringify(key), this.value()]);
      if (!this.takes(',')) {
        this.expect('}');
        break;
      }
    }
    // Through entries: a key such as __proto__ is a key like any other.
    return Object.fromEntries(entries);
  }

  private sequence(end: string): JsonValue {
    const items: JsonValue[] = [];
    this.at += 1;
    while (!this.takes(end)) {
      items.push(this.value());
      if (!this.takes(',')) {
        this.expect(end);
        break;
      }
    }
    return items;
  }

  private string(): string {
    const quote = this.text[this.at];
    let value = '';
    for (this.at += 1; this.at < this.text.length; this.at += 1) {
      const character = this.text[this.at] ?? '';
      if (character === quote) {
        this.at += 1;
        return value;
      }
      value += character === '\\' ? this.escape() : character;
    }
    throw this.unexpected();
  }

  private escape(): string {
    this.at += 1;
    const kind = this.text[this.at] ?? '';
    const length = { x: 2, u: 4, U: 8 }[kind];
    if (length === undefined) {
      const plain = ESCAPES[kind];
      if (plain === undefined) {
        throw this.unexpected();
      }
      return plain;
    }
    const digits = this.text.slice(this.at + 1, this.at + 1 + length);
    if (!/^[0-9a-fA-F]+$/.test(digits) || digits.length !== length) {
      throw this.unexpected();
    }
    this.at += length;
    return String.fromCodePoint(Number.parseInt(digits, 16));
  }

  private word(): JsonValue {
    const [word = ''] = /^[\w.+-]*/.exec(this.text.slice(this.at)) ?? [];
    this.at += word.length;
    if (word in CONSTANTS) {
      return CONSTANTS[word] ?? null;
    }
    if (!/^-?\d+(\.\d*)?([eE][+-]?\d+)?$/.test(word)) {
      throw this.unexpected();
    }
    return Number(word);
  }

  private takes(token: string): boolean {
    this.skipBlanks();
    if (this.text[this.at] !== token) {
      return false;
    }
    this.at += 1;
    return true;
  }

  private expect(token: string): void {
    if (!this.takes(token)) {
      throw this.unexpected();
    }
  }

  private skipBlanks(): void {
    while (/\s/.test(this.text[this.at] ?? '')) {
      this.at += 1;
    }
  }

  private unexpected(): SyntaxError {
    return new SyntaxError(`not a literal at character ${this.at + 1}`);
  }
}
