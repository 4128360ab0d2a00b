import type { Block, Chart, Entry, Table } from '../blocks/block.js';

/**
 * Markdown for GitHub, GitLab and editors. Texts of databases, models and people stay texts: no tag, link, image, heading
 * or code of theirs has an effect.
 */
export function markdownOf(blocks: readonly Block[]): string {
  return `${blocks.flatMap((block) => rendered(block)).join('\n\n')}\n`;
}

function rendered(block: Block): string[] {
  switch (block.kind) {
    case 'heading':
      return [`${'#'.repeat(block.level)} ${inline(block.text)}`];
    case 'paragraph':
      return [inline(block.text)];
    case 'table':
      return [tableOf(block)];
    case 'chart':
      return [chartOf(block)];
    case 'entry':
      return [entryOf(block)];
  }
}

function tableOf({ head, rows, texts }: Table): string {
  const width = Math.max(head.length, rows[0]?.length ?? 0);
  const names = Array.from({ length: width }, (_, column) => inline(head[column] ?? ''));
  const marks = names.map((_, column) => (texts.includes(column) ? '---' : '---:'));
  return [names, marks, ...rows.map((row) => row.map(inline))].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The numbers are in the table below it; here, the newest of each line. */
function chartOf({ title, labels, lines }: Chart): string {
  const newest = lines.map(({ name, values }) => {
    const steps = values.map((value) => BARS[Math.min(BARS.length - 1, Math.floor((value ?? 0) * BARS.length))]);
    return `- ${inline(name)}: ${steps.join('')}`;
  });
  return [`**${inline(title)}** (${inline(labels[0] ?? '')} → ${inline(labels.at(-1) ?? '')})`, '', ...newest].join(
    '\n',
  );
}

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

function entryOf({ title, facts }: Entry): string {
  const lines = facts.map(({ name, text, isCode }) =>
    isCode === true ? `- ${inline(name)}:\n\n${indented(fencedCode(text))}\n` : `- ${inline(name)}: ${inline(text)}`,
  );
  return [`### ${inline(title)}`, '', ...lines].join('\n').trimEnd();
}

/** A fence that the code does not hold. */
function fencedCode(code: string): string {
  const longest = Math.max(2, ...(code.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}sql\n${code.replace(/\r\n?/g, '\n')}\n${fence}`;
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

/** Not seen and without width; readers of Markdown look for addresses in texts, escaped or not. */
const JOINER = '\u2060';

/** One line of text. */
function inline(text: string): string {
  return text
    .replace(/[\s\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim()
    .replace(/[\\`*_{}[\]()#+!|~$]/g, '\\$&')
    .replace(/[<>&]/g, (character) => ENTITIES[character] ?? '')
    .replace(/:(?=\/\/)/g, `:${JOINER}`)
    .replace(/www(?=\.)/gi, `$&${JOINER}`)
    .replaceAll('@', `${JOINER}@`)
    .replace(/^(\d+)(?=[.)])/, '$1\\')
    .replace(/^-/, '\\-');
}

const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };
