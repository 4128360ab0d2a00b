import { JSONParser, TokenType } from '@streamparser/json';

const ROOTS = { array: TokenType.LEFT_BRACKET, object: TokenType.LEFT_BRACE };

/** The text is not JSON, or not JSON of that kind. */
export class MalformedJson extends Error {}

export interface JsonItem {
  /** Its place in an array, from 0, or its name in an object. */
  readonly key: string | number | undefined;
  readonly value: unknown;
}

/**
 * The values at `paths` (`$.*` is every item of the root) of a JSON text of any size: only those that are asked for are
 * made, and one piece of the text is in memory at a time.
 * @throws MalformedJson
 */
export async function* jsonItems(
  bytes: AsyncIterable<Uint8Array>,
  root: keyof typeof ROOTS,
  paths: readonly string[],
): AsyncGenerator<JsonItem> {
  const parser = new JSONParser({ paths: [...paths], keepStack: false });
  let found: JsonItem[] = [];
  let first: TokenType | null = null;
  parser.onToken = ({ token }) => void (first ??= token);
  parser.onValue = ({ key, value }) => void found.push({ key, value });
  const parse = (step: () => void): JsonItem[] => {
    try {
      step();
    } catch (cause) {
      throw new MalformedJson(cause instanceof Error ? cause.message : String(cause), { cause });
    }
    if (first !== null && first !== ROOTS[root]) {
      throw new MalformedJson(`expected an ${root}`);
    }
    const items = found;
    found = [];
    return items;
  };
  for await (const piece of bytes) {
    yield* parse(() => parser.write(piece));
  }
  yield* parse(() => (parser.isEnded ? undefined : parser.end()));
  if (first === null) {
    throw new MalformedJson('there is nothing in it');
  }
}
