/** Longer documents are split: embedding models truncate or refuse long input. */
const LONGEST_DOCUMENT = 8_000;

const HEADING = /^#{1,3}[^#]/;

/**
 * The parts of a Markdown document, none much longer than `longest`: split before headings, and inside a section
 * that is too long by itself between lines. Parts after the first begin with the document's title, so that each says
 * which table it is about. A document that is short enough is one part.
 */
export function splitDocumentation(text: string, longest = LONGEST_DOCUMENT): string[] {
  if (text.length <= longest) {
    return [text];
  }
  const title = text.split('\n').find((line) => HEADING.test(line)) ?? '';
  const room = Math.max(longest - title.length - 1, 1);
  const pieces = sectionsOf(text).flatMap((section) =>
    section.length <= room ? [section] : pack(section.split('\n'), room),
  );
  return pack(pieces, room)
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== title)
    .map((part) => (part.startsWith(title) ? part : `${title}\n${part}`));
}

function sectionsOf(text: string): string[] {
  const sections: string[][] = [[]];
  for (const line of text.split('\n')) {
    if (HEADING.test(line)) {
      sections.push([]);
    }
    sections.at(-1)?.push(line);
  }
  return sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
}

/** Joins neighbours by line breaks while they fit; one that is longer than `room` alone is cut. */
function pack(pieces: readonly string[], room: number): string[] {
  const packed: string[] = [];
  for (const piece of pieces.flatMap((long) => cut(long, room))) {
    const last = packed.at(-1);
    if (last !== undefined && last.length + 1 + piece.length <= room) {
      packed[packed.length - 1] = `${last}\n${piece}`;
    } else {
      packed.push(piece);
    }
  }
  return packed;
}

function cut(text: string, room: number): string[] {
  const characters = text.length > room ? [...text] : [];
  const parts = characters.length > 0 ? [] : [text];
  for (let start = 0; start < characters.length; start += room) {
    parts.push(characters.slice(start, start + room).join(''));
  }
  return parts;
}
