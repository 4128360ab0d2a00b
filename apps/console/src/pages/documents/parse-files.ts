/** The files of a table, from `filename_mapping.txt`. */
export interface DocumentedTable {
  readonly name: string;
  readonly ddl: string | null;
  readonly detail: string | null;
}

export function parseMapping(text: string): DocumentedTable[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [name = '', files] = line.split(' -> ');
    if (files === undefined || name.startsWith('#')) {
      return [];
    }
    const names = files.split(',').map((file) => file.trim());
    const ending = (end: string) => names.find((file) => file.endsWith(end)) ?? null;
    return [{ name: name.trim(), ddl: ending('.ddl'), detail: ending('.md') }];
  });
}

export interface Diagram {
  readonly theme: string;
  readonly tables: readonly { readonly name: string; readonly columns: readonly string[] }[];
  readonly joins: readonly {
    readonly from: string;
    readonly to: string;
    readonly label: string;
    readonly declared: boolean;
  }[];
}

/** The diagrams of `er_diagrams.md`, a theme each. */
export function parseDiagrams(markdown: string): Diagram[] {
  return markdown
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const [theme = ''] = part.split('\n');
      const tables = [...part.matchAll(/^ {2}"(.*)" \{\n((?: {4}.*\n)*) {2}\}$/gm)].map(([, name = '', body = '']) => ({
        name,
        columns: body
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => line !== '')
          // Type, name, marks: the name is what one looks for.
          .map((line) => line.split(' ').slice(1).join(' ')),
      }));
      const joins = [...part.matchAll(/^ {2}"(.*?)" \S+?(--|\.\.)\S+ "(.*?)" : "(.*)"$/gm)].map(
        ([, from = '', line = '', to = '', label = '']) => ({ from, to, label, declared: line === '--' }),
      );
      return { theme: theme.trim(), tables, joins };
    });
}

/** A document with a heading before each of its lists, which are written without blank lines between them. */
export function withSections(document: string): string {
  const lines = document.split('\n');
  return lines
    .map((line, index) => {
      const isPlain = line.trim() !== '' && !/^(#|- |\s|\||>|```)/.test(line);
      const isTitle = isPlain && /[:：]$/.test(line) && (lines[index + 1]?.startsWith('- ') ?? false);
      const breaks = isPlain && (lines[index - 1]?.startsWith('- ') ?? false);
      return isTitle ? `\n### ${line.replace(/[:：]$/, '')}\n` : breaks ? `\n${line}` : line;
    })
    .join('\n');
}
