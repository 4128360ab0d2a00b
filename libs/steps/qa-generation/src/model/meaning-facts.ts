import type { Language } from '#libs/language';
import { expressionSql, ModelIndex, type Entity, type Field, type SemanticModel } from '#libs/semantic-model';

/** Codes of one column that are named. */
const MAX_MEANINGS = 12;

/**
 * Facts of the semantic model that decide whether a statement is right, one line a table: names and title, living rows, how
 * measures are put together, units, codes, joins. Documents may be cut or older; this is the model with the edits of people.
 */
export function meaningFacts(model: SemanticModel, tables: readonly string[], language: Language): string {
  const index = new ModelIndex(model);
  return tables
    .flatMap((id) => index.entity(id) ?? [])
    .map((entity) => `- ${factsOf(entity, index, language).join('; ')}`)
    .join('\n');
}

function factsOf(entity: Entity, index: ModelIndex, language: Language): string[] {
  const { id, name, kind, title, time, softDelete, fields } = entity;
  const metrics = index
    .metricsOf(id)
    .map((metric) => `${metric.name[language].text} = ${expressionSql(metric)} (${metric.additivity})`);
  const joins = index
    .from(id)
    .map(
      ({ fromFields, to, toFields, condition }) =>
        `${fromFields.join(', ')} = ${to} (${toFields.join(', ')})${condition ? ` where ${condition.field} = '${condition.value}'` : ''}`,
    );
  return [
    `${id} is a ${kind}, called ${[name[language].text, ...name[language].synonyms].join(' / ')}`,
    listed('a person knows a row by', title),
    time === null ? '' : `time: ${time}`,
    softDelete === null ? '' : `living rows: ${softDelete.field} ${softDelete.alive}`,
    listed('measures', fields.flatMap(measureFact)),
    listed('computed', metrics),
    listed(
      'codes',
      fields.flatMap((field) => codeFact(field, language)),
    ),
    listed(
      'never show',
      fields.flatMap(({ name: column, role }) => (role === 'sensitive' ? [column] : [])),
    ),
    listed('joins', joins),
  ].filter((fact) => fact !== '');
}

function listed(what: string, entries: readonly string[]): string {
  return entries.length === 0 ? '' : `${what}: ${entries.join(', ')}`;
}

function measureFact({ name, role, additivity, unit }: Field): string[] {
  const inUnit = unit === null ? '' : ` in ${unit.code ?? unit.field ?? unit.kind}`;
  return role === 'measure' ? [`${name} (${additivity}${inUnit})`] : [];
}

function codeFact({ name, values }: Field, language: Language): string[] {
  const meant = values.flatMap(({ value, meaning }) => (meaning === null ? [] : [`${value} ${meaning[language]}`]));
  return meant.length === 0 ? [] : [`${name} (${meant.slice(0, MAX_MEANINGS).join(', ')})`];
}
