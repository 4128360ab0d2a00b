import { comparable, sectionsOf, withoutRepetition, type Section } from './document-sections.js';
import type { Join } from './stored-table.js';

/** Less important parts repeat the DDL, or helped to find the table. */
const LEAST_IMPORTANT = 5;
/** A heading that the sentence behind it repeats. */
const HEADING = /^#{1,6} /;

/**
 * A document next to the DDL of its table: the most important parts that fit, in their order, without what the DDL says.
 * @param joins of the table that the context has
 * @returns null where nothing is left or fits
 */
export function cutDocument(
  document: string,
  joins: readonly Join[],
  room: number,
  count: (text: string) => number,
): string | null {
  const known = new Set(joins.flatMap(({ condition }) => waysRound(condition)));
  const sections = sectionsOf(document)
    .filter(({ importance }) => importance <= LEAST_IMPORTANT)
    .flatMap((section) => withoutRepetition(shortened(section), known) ?? []);
  let left = room;
  const kept = new Set<Section>();
  for (const section of sections.toSorted((a, b) => a.importance - b.importance)) {
    const fitting = fittingLines(section, left, count);
    if (fitting === null) {
      break;
    }
    kept.add(fitting);
    left -= fitting.lines.reduce((sum, line) => sum + count(`${line}\n`), 0);
    sections[sections.indexOf(section)] = fitting;
  }
  const lines = sections.filter((section) => kept.has(section)).flatMap((section) => section.lines);
  return lines.length === 0 ? null : lines.join('\n');
}

function shortened(section: Section): Section {
  const [first = '', ...rest] = section.lines;
  return section.name === null && HEADING.test(first) && rest.length > 0 ? { ...section, lines: rest } : section;
}

/** The first lines of a section that fit; a title alone is nothing. */
function fittingLines(section: Section, room: number, count: (text: string) => number): Section | null {
  const lines: string[] = [];
  let left = room;
  for (const line of section.lines) {
    left -= count(`${line}\n`);
    if (left < 0) {
      break;
    }
    lines.push(line);
  }
  const needed = section.name === null ? 1 : 2;
  return lines.length < needed ? null : { ...section, lines };
}

function waysRound(condition: string): string[] {
  return condition.split(' AND ').flatMap((equality) => {
    const [left = '', right = ''] = equality.split(' = ');
    return [comparable(`${left} = ${right}`), comparable(`${right} = ${left}`)];
  });
}
