import { LANGUAGES, render, type Message } from '#libs/language';
import { messages } from '../joins/messages.js';

const [COLUMN, TABLE] = ['⟦column⟧', '⟦table⟧'];
/** Numbers that no table has stand for any number; 1 has sentences of its own. */
const [FIRST, SECOND] = [900_000_001, 900_000_002];

const EXAMPLES: readonly Message[] = [
  messages.declared(),
  messages.name_of_table({ column: COLUMN, table: TABLE }),
  messages.name_of_column({ column: COLUMN, table: TABLE }),
  messages.name_of_self({ column: COLUMN }),
  messages.name_of_person({ column: COLUMN }),
  messages.name_near_table({ column: COLUMN, table: TABLE }),
  messages.name_of_key(),
  messages.comment({ table: TABLE }),
  ...[1, FIRST].flatMap((seen) => [1, SECOND].map((matched) => messages.contained({ seen, matched, table: TABLE }))),
  messages.only_values({ table: TABLE }),
  messages.no_rows(),
  messages.type_decides({ column: COLUMN }),
  messages.unreadable(),
  ...[1, FIRST].map((rows) => messages.distinct({ rows })),
];

const PATTERNS = EXAMPLES.flatMap((example) =>
  LANGUAGES.map((language) => ({ example, pattern: patternOf(render(example, language), example) })),
);

/** The message behind a reason in the file, which is in the language of the task; null for another text. */
export function readReason(reason: string): Message | null {
  for (const { example, pattern } of PATTERNS) {
    const found = pattern.exec(reason)?.groups;
    if (found !== undefined || pattern.test(reason)) {
      const params = Object.entries(example.params).map(([name, value]) => {
        const text = found?.[name];
        return [name, text === undefined ? value : typeof value === 'number' ? Number(text) : text];
      });
      return { code: example.code, params: Object.fromEntries(params) as Message['params'] };
    }
  }
  return null;
}

function patternOf(sentence: string, { params }: Message): RegExp {
  const pattern = Object.entries(params).reduce((text, [name, value]) => {
    const anything = value === COLUMN || value === TABLE ? '.+' : String.raw`\d+`;
    const isFixed = value === 1 || (typeof value !== 'string' && typeof value !== 'number');
    return isFixed ? text : text.replace(escaped(String(value)), `(?<${name}>${anything})`);
  }, escaped(sentence));
  return new RegExp(`^${pattern}$`, 's');
}

/** Unlike `RegExp.escape` the same for a part of the text and for the whole. */
function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
