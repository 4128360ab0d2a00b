import { JSONParser, TokenType } from '@streamparser/json';
import type { Text } from '#libs/language';
import { TextPlaces, type Place } from './text-place.js';

export type Root = 'array' | 'object' | 'other' | 'nothing';

/** The text is not JSON. */
export class MalformedJson extends Error {
  constructor(
    readonly place: Place,
    /** Never quotes the text, which may hold data. */
    readonly reason: Text,
    options?: ErrorOptions,
  ) {
    super(`line ${place.line}, column ${place.column}: ${reason.en}`, options);
  }
}

export interface JsonRecord {
  /** Its index in an array, from 0, or its name in an object. */
  readonly key: string | number | undefined;
  /** The name of the array or object that holds it, where that has a name. */
  readonly parent: string | number | undefined;
  readonly value: unknown;
  /** Line where it begins, from 1. */
  readonly line: number;
}

export interface JsonRecords {
  readonly root: Root;
  /** @throws MalformedJson */
  readonly records: AsyncIterable<JsonRecord>;
}

const ENDS_EARLY = { zh: '内容不完整，文件在此处提前结束', en: 'the file ends here, before the JSON is complete' };
const UNEXPECTED = { zh: '此处的内容不符合 JSON 语法', en: 'unexpected text' };

/**
 * The values at the paths (`$.*` is every item of the root) of a JSON text of any size. Only values at the paths are
 * built, and one piece of the text is in memory at a time.
 * @param pathsOf the paths for the root of this text
 */
export async function openJson(
  text: AsyncIterable<string>,
  pathsOf: (root: Root) => readonly string[],
): Promise<JsonRecords> {
  const pieces = text[Symbol.asyncIterator]();
  let head = '';
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
    head += next.value;
    if (head.trim() !== '') {
      break;
    }
  }
  const root = rootOf(head.trimStart());
  const rest: AsyncIterable<string> = { [Symbol.asyncIterator]: () => pieces };
  return { root, records: root === 'nothing' ? none() : parsed(head, rest, pathsOf(root)) };
}

function rootOf(text: string): Root {
  return text === '' ? 'nothing' : text.startsWith('[') ? 'array' : text.startsWith('{') ? 'object' : 'other';
}

async function* none(): AsyncGenerator<JsonRecord> {}

async function* parsed(
  head: string,
  rest: AsyncIterable<string>,
  paths: readonly string[],
): AsyncGenerator<JsonRecord> {
  const parser = new RecordParser(paths);
  yield* parser.write(head);
  for await (const piece of rest) {
    yield* parser.write(piece);
  }
  yield* parser.end();
}

class RecordParser {
  private readonly places = new TextPlaces();
  private readonly parser: JSONParser;
  private readonly encoder = new TextEncoder();
  /** Lines where the open objects and arrays begin. */
  private readonly open: number[] = [];
  private found: JsonRecord[] = [];
  /** Of the last token. */
  private offset = 0;
  private line = 1;

  constructor(paths: readonly string[]) {
    this.parser = new JSONParser({ paths: [...paths], keepStack: false });
    this.parser.onToken = ({ token, offset }) => {
      this.offset = offset;
      this.line = this.places.lineOf(offset);
      if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) {
        this.open.push(this.line);
      } else if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) {
        this.line = this.open.pop() ?? this.line;
      }
    };
    this.parser.onValue = ({ key, value, stack }) =>
      void this.found.push({ key, value, parent: stack.at(-1)?.key, line: this.line });
  }

  write(text: string): JsonRecord[] {
    const bytes = this.encoder.encode(text);
    this.places.next(bytes);
    try {
      this.parser.write(bytes);
    } catch (cause) {
      throw new MalformedJson(this.placeOf(cause), UNEXPECTED, { cause });
    }
    return this.taken();
  }

  end(): JsonRecord[] {
    try {
      if (!this.parser.isEnded) {
        this.parser.end();
      }
    } catch (cause) {
      throw new MalformedJson(this.places.placeOf(this.places.end), ENDS_EARLY, { cause });
    }
    return this.taken();
  }

  private taken(): JsonRecord[] {
    const { found } = this;
    this.found = [];
    return found;
  }

  /** The tokenizer names the byte. The parser does not: its error is about the last token. */
  private placeOf(error: unknown): Place {
    const position = error instanceof Error ? /absolute position "(\d+)"/.exec(error.message)?.[1] : undefined;
    return this.places.placeOf(position === undefined ? this.offset : Number(position));
  }
}
