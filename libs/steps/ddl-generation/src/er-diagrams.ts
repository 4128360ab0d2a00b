import type { ByLanguage, Language } from '#libs/language';
import type { Entity, Field, Relationship, SemanticModel } from '#libs/semantic-model';
import type { Theme } from '#libs/step-files';
import { relationOf, shownName } from './relation-names.js';

/** A diagram of more is no picture any more. */
const MAX_TABLES = 25;
const MAX_COLUMNS = 10;

const TITLE: ByLanguage<string> = { zh: 'ER 图', en: 'Entity relationships' };

/** `er_diagrams.md`: the tables of each theme and their joins, as Mermaid. Hints are dotted lines, as inferred joins are. */
export function* erDiagrams(
  themes: readonly Theme[],
  model: SemanticModel,
  language: Language,
): Generator<string, void> {
  const entities = new Map(model.entities.map((entity) => [entity.id, entity]));
  const outgoing = Map.groupBy(model.relationships, ({ from }) => from);
  yield `# ${TITLE[language]}\n`;
  for (const { topicName, relatedTables } of themes) {
    const shown = relatedTables.flatMap((table) => entities.get(table) ?? []).slice(0, MAX_TABLES);
    const ids = new Set(shown.map(({ id }) => id));
    const joins = shown.flatMap(({ id }) => outgoing.get(id) ?? []).filter(({ to }) => ids.has(to));
    yield `\n## ${topicName.replace(/\s+/g, ' ')}\n\n\`\`\`mermaid\nerDiagram\n`;
    for (const entity of shown) {
      yield tableText(entity);
    }
    for (const join of joins) {
      yield joinText(join, entities);
    }
    yield '```\n';
  }
}

function tableText(entity: Entity): string {
  const rank = ({ name, role }: Field): number =>
    entity.key.includes(name) ? 0 : role === 'reference' ? 1 : role === 'technical' ? 3 : 2;
  const columns = [...entity.fields].sort((a, b) => rank(a) - rank(b)).slice(0, MAX_COLUMNS);
  const lines = columns.map((field) => `    ${word(field.type)} ${word(field.name)}${keyMark(entity, field)}\n`);
  return `  ${nameText(entity)} {\n${lines.join('')}  }\n`;
}

function keyMark({ key }: Entity, { name, role }: Field): string {
  const marks = [...(key.includes(name) ? ['PK'] : []), ...(role === 'reference' ? ['FK'] : [])];
  return marks.length > 0 ? ` ${marks.join(', ')}` : '';
}

function joinText(join: Relationship, entities: ReadonlyMap<string, Entity>): string {
  const [from, to] = [entities.get(join.from), entities.get(join.to)];
  if (from === undefined || to === undefined) {
    return '';
  }
  const many = join.elements !== null ? '}o' : join.cardinality === 'one_to_one' ? '|o' : '}o';
  const one = join.elements !== null ? 'o{' : join.optional ? 'o|' : '||';
  const line = join.declared ? '--' : '..';
  const mark = join.standing === 'hint' ? '?' : '';
  return `  ${nameText(from)} ${many}${line}${one} ${nameText(to)} : "${inQuotes(join.fromFields.join(', '))}${mark}"\n`;
}

function nameText(entity: Entity): string {
  return `"${inQuotes(shownName(relationOf(entity)))}"`;
}

function inQuotes(text: string): string {
  return text.replace(/["\\\p{Cc}]+/gu, ' ');
}

/** Mermaid knows letters, digits and `_` in types and columns. */
function word(text: string): string {
  const plain = text.replace(/[^\p{L}\p{N}_]+/gu, '_').replace(/^(?=\p{N})|_$/gu, '');
  return plain === '' ? '_' : plain;
}
