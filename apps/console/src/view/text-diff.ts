/** A piece of a text, and whether the other text lacks it. */
export interface Piece {
  readonly text: string;
  readonly isChanged: boolean;
}

/** Words, blanks and single marks; a line feed stands alone. */
const TOKENS = /\n|[^\S\n]+|[\p{L}\p{N}_]+|./gu;
/** Cells of the table of common pieces; longer texts count as changed from their beginning to their end. */
const MOST_CELLS = 1_000_000;

/** The lines of two texts that differ, with the words that do. */
export function changedLines(before: string, after: string): { readonly old: Piece[][]; readonly now: Piece[][] } {
  const [old, now] = [before.match(TOKENS) ?? [], after.match(TOKENS) ?? []];
  const [keptOld, keptNow] = commonTokens(old, now);
  return { old: linesWithChanges(old, keptOld), now: linesWithChanges(now, keptNow) };
}

/** Indexes of the longest sequence that both have. */
function commonTokens(a: readonly string[], b: readonly string[]): [Set<number>, Set<number>] {
  const kept: [Set<number>, Set<number>] = [new Set(), new Set()];
  if (a.length * b.length > MOST_CELLS) {
    return kept;
  }
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      kept[0].add(i);
      kept[1].add(j);
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) {
      i += 1;
    } else {
      j += 1;
    }
  }
  return kept;
}

function linesWithChanges(tokens: readonly string[], kept: ReadonlySet<number>): Piece[][] {
  const lines: Piece[][] = [[]];
  tokens.forEach((text, index) => {
    const isChanged = !kept.has(index);
    const line = lines.at(-1) ?? [];
    const last = line.at(-1);
    if (text === '\n') {
      lines.push([]);
    } else if (last?.isChanged === isChanged) {
      line[line.length - 1] = { text: last.text + text, isChanged };
    } else {
      line.push({ text, isChanged });
    }
  });
  return lines.filter((line) => line.some(({ isChanged }) => isChanged));
}
