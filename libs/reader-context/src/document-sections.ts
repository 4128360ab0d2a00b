import { IDENTIFIER_IN_TEXT } from '#libs/postgres';
import { detailLineKind, detailSectionOf, type DetailSection } from '#libs/step-files';

/** A part of a document, with how much a prompt needs it: 1 most. */
export interface Section {
  readonly importance: number;
  /** Null: what stands before the first title, or a part of a document of another form. */
  readonly name: DetailSection | null;
  readonly lines: readonly string[];
}

/**
 * Next to the DDL, meanings of values and rules of the table come first. Its columns are in the DDL already, and so are
 * its keys; figures and other names helped to find the table.
 */
const IMPORTANCE: Readonly<Record<DetailSection, number>> = {
  notes: 2,
  relations: 3,
  paths: 4,
  rules: 5,
  fields: 6,
  profile: 7,
  names: 8,
};
const OPENING = 1;

/** The parts of the document of a table, in their order. */
export function sectionsOf(document: string): Section[] {
  const sections: { name: DetailSection | null; lines: string[] }[] = [{ name: null, lines: [] }];
  for (const line of document.split('\n')) {
    const name = detailSectionOf(line);
    if (name !== null) {
      sections.push({ name, lines: [line] });
    } else if (line.trim() !== '') {
      sections.at(-1)?.lines.push(line);
    }
  }
  return sections
    .filter(({ lines }) => lines.length > 0)
    .map(({ name, lines }) => ({ importance: name === null ? OPENING : IMPORTANCE[name], name, lines }));
}

/**
 * Leaves out what the DDL of the table says too: notes of its keys, and relations whose join is known.
 * @param known conditions of joins, each way round
 * @returns null where nothing is left but the title
 */
export function withoutRepetition(section: Section, known: ReadonlySet<string>): Section | null {
  if (section.name !== 'notes' && section.name !== 'relations') {
    return section;
  }
  const [title = '', ...lines] = section.lines;
  const kept = lines.filter((line) =>
    section.name === 'notes' ? detailLineKind(line) !== 'frame' : !namesKnownJoin(line, known),
  );
  return kept.length === 0 ? null : { ...section, lines: [title, ...kept] };
}

const COLUMN = String.raw`(?:${IDENTIFIER_IN_TEXT}\.){1,2}${IDENTIFIER_IN_TEXT}`;
const EQUALITY = new RegExp(`(${COLUMN}) = (${COLUMN})`, 'gu');

function namesKnownJoin(line: string, known: ReadonlySet<string>): boolean {
  const equalities = [...line.matchAll(EQUALITY)].map(([, left = '', right = '']) => comparable(`${left} = ${right}`));
  return equalities.length > 0 && equalities.every((condition) => known.has(condition));
}

/** A condition without quotes and the schema public, which documents leave out. */
export function comparable(condition: string): string {
  return condition.replaceAll('"', '').replace(/(^| )public\./g, '$1');
}
