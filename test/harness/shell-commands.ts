/** The commands of a shell text, word by word, as far as documents need it: quotes, variables, comments, continued lines. */
export function shellCommands(text: string, variables: Readonly<Record<string, string>> = {}): string[][] {
  const known: Record<string, string> = { ...variables };
  const commands: string[][] = [];
  let words: string[] = [];
  for (const [token = ''] of text.replaceAll('\\\n', ' ').matchAll(TOKEN)) {
    if (/^[\n|;&]|^$/.test(token)) {
      commands.push(words);
      words = [];
    } else if (!/^#|^\s/.test(token)) {
      const word = unquoted(token, known);
      const [, name, value] = (words.length === 0 && /^(\w+)=(.*)$/s.exec(word)) || [];
      if (name === undefined) {
        words.push(word);
      } else {
        known[name] = value ?? '';
      }
    }
  }
  return [...commands, words].filter((command) => command.length > 0);
}

const TOKEN = /#[^\n]*|\n|[|;&]+|[^\S\n]+|(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"|;&\\])+/gs;

function unquoted(token: string, variables: Readonly<Record<string, string>>): string {
  const filled = (part: string): string =>
    part.replaceAll(/\$\{?(\w+)\}?/g, (_, name: string) => variables[name] ?? name).replaceAll(/\\(.)/gs, '$1');
  return token.replaceAll(
    /'([^']*)'|"((?:[^"\\]|\\.)*)"|([^'"]+)/gs,
    (_, single?: string, double?: string, plain?: string) => single ?? filled(double ?? plain ?? ''),
  );
}
