/** Quoted names, comment starts (only at the beginning or after a blank), separators, and everything else. */
const TOKEN = /"(?:[^"]|"")*"|(?<=^|\s)(?:#|--).*$|[,，]|[^",，]/gu;

/** The items of one line, trimmed; empty ones and comments are dropped. Commas inside quotes separate nothing. */
export function splitLine(line: string): string[] {
  const items: string[] = [''];
  for (const [token] of line.matchAll(TOKEN)) {
    if (token === ',' || token === '，') {
      items.push('');
    } else if (!/^(#|--)/.test(token)) {
      items[items.length - 1] += token;
    }
  }
  // An opening quote without its end matches no token: the rest of the line would silently lose it.
  const unbalanced = (line.replace(TOKEN, '').match(/"/g) ?? []).length > 0;
  const trimmed = items.map((item) => item.replace(/\s+/g, ' ').trim()).filter((item) => item !== '');
  return unbalanced ? [line.trim()] : trimmed;
}
