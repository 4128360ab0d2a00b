import { LANGUAGES, type Language } from '#libs/language';
import { quoteIdentifier } from '#libs/postgres';
import { expressionSql } from '../measures/expression-sql.js';
import type { Entity, Factor, Field, Metric, Relationship, SemanticModel } from '../model.js';
import { ENTITY_STATEMENTS } from '../file/entity-statements.js';
import { FIELD_STATEMENTS } from '../file/field-statements.js';
import { METRIC_STATEMENTS } from '../file/metric-statements.js';
import { RELATIONSHIP_STATEMENTS } from '../file/relationship-statements.js';
import { endsOf } from '../file/model-base.js';
import type { Plain, Statement } from '../file/statement.js';
import { flowText, keyLines, scalarText } from '../file/yaml-text.js';
import { datatypeOf } from './datatype.js';
import { INSTRUCTIONS } from './instructions.js';

/** The draft of Apache Ossie (Open Semantic Interchange) whose schema the tests validate against. */
export const OSI_VERSION = '0.2.0.dev0';
const VENDOR = 'DATA_PIPELINE';

/**
 * The text of `semantic_model.osi.yaml`, table by table: the model in the terms of Ossie. What Ossie has no place for is
 * in `custom_extensions`, with the keys of `semantic_model.yaml`. Hints and joins that hold for some rows only are no
 * relationships there: a reader that does not know the extension would join too much.
 */
export function* renderOsi(model: SemanticModel, language: Language): Generator<string, void> {
  yield `version: ${OSI_VERSION}\nsemantic_model:\n`;
  yield* keyLines('  - ', 'name', model.database);
  yield model.entities.length > 0 ? '    datasets:\n' : '    datasets: []\n';
  for (const entity of model.entities) {
    yield [...datasetLines(entity, model, language)].join('');
  }
  const joins = model.relationships.filter(isPlain);
  yield joins.length > 0 ? '    relationships:\n' : '    relationships: []\n';
  for (const join of joins) {
    yield [...relationshipLines(join, language)].join('');
  }
  yield model.metrics.length > 0 ? '    metrics:\n' : '    metrics: []\n';
  const ends = new Map(joins.map((join) => [`${join.from}\u0000${join.id}`, join]));
  for (const metric of model.metrics) {
    yield [...metricLines(metric, ends, language)].join('');
  }
  const others = model.relationships.filter((join) => !isPlain(join));
  if (others.length > 0) {
    yield '    custom_extensions:\n';
    yield* extension('      ', {
      other_relationships: others.map((join) => ({
        name: join.id,
        ...endsOf(join),
        ...stated(join, RELATIONSHIP_STATEMENTS),
      })),
    });
  }
}

function isPlain({ standing, condition, elements }: Relationship): boolean {
  return standing === 'fact' && condition === null && elements === null;
}

function* datasetLines(entity: Entity, { database }: SemanticModel, language: Language): Generator<string, void> {
  const indent = '        ';
  yield `      - name: ${scalarText(entity.id)}\n`;
  yield* keyLines(indent, 'source', `${database}.${entity.id}`);
  if (entity.key.length > 0) {
    yield* keyLines(indent, 'primary_key', entity.key);
  }
  yield* description(indent, entity.description);
  yield* context(indent, namesOf(entity.name), INSTRUCTIONS[language].entity(entity));
  yield entity.fields.length > 0 ? `${indent}fields:\n` : '';
  for (const field of entity.fields) {
    yield* fieldLines(field, language);
  }
  yield `${indent}custom_extensions:\n`;
  yield* extension(`${indent}  `, stated(entity, ENTITY_STATEMENTS, ['description', 'primary_key']));
}

function* fieldLines(field: Field, language: Language): Generator<string, void> {
  const indent = '            ';
  yield `          - name: ${scalarText(field.name)}\n`;
  yield* expression(indent, quoteIdentifier(field.name));
  const dimension = dimensionOf(field);
  if (dimension) {
    yield* keyLines(indent, 'dimension', dimension);
  }
  yield* description(indent, field.description);
  yield* keyLines(indent, 'datatype', datatypeOf(field));
  yield* context(indent, namesOf(field.label), INSTRUCTIONS[language].field(field));
  yield `${indent}custom_extensions:\n`;
  yield* extension(`${indent}  `, { type: field.type, ...stated(field, FIELD_STATEMENTS, ['description']) });
}

/** Ossie takes every temporal column without a word for a time dimension. */
function dimensionOf({ role, typeCategory }: Field): Plain | null {
  if (role === 'time' || typeCategory === 'D') {
    return { is_time: role === 'time' };
  }
  return role === 'dimension' || role === 'flag' ? { is_time: false } : null;
}

function* relationshipLines(join: Relationship, language: Language): Generator<string, void> {
  const indent = '        ';
  // The name of a constraint is unique in its table only.
  yield `      - name: ${scalarText(`${join.from}.${join.id}`)}\n`;
  for (const [key, value] of Object.entries(endsOf(join))) {
    yield* keyLines(indent, key, value);
  }
  yield* context(indent, join.role ? namesOf(join.role) : [], INSTRUCTIONS[language].relationship(join));
  yield `${indent}custom_extensions:\n`;
  yield* extension(`${indent}  `, { declared: join.declared, ...stated(join, RELATIONSHIP_STATEMENTS) });
}

function* metricLines(
  metric: Metric,
  joins: ReadonlyMap<string, Relationship>,
  language: Language,
): Generator<string, void> {
  const indent = '        ';
  const columnOf = (field: Factor['field'], through: Factor['through']): string => {
    const owner =
      through === null ? metric.entity : (joins.get(`${metric.entity}\u0000${through}`)?.to ?? metric.entity);
    return `${owner.split('.').map(quoteIdentifier).join('.')}.${quoteIdentifier(field)}`;
  };
  const aggregate = metric.additivity === 'additive' || metric.additivity === 'semi_additive' ? 'SUM' : 'AVG';
  yield `      - name: ${scalarText(metric.id)}\n`;
  yield* expression(indent, `${aggregate}(${expressionSql(metric, columnOf)})`);
  yield* context(indent, namesOf(metric.name), INSTRUCTIONS[language].metric(metric));
  yield `${indent}custom_extensions:\n`;
  yield* extension(`${indent}  `, { dataset: metric.entity, ...stated(metric, METRIC_STATEMENTS) });
}

function* expression(indent: string, sql: string): Generator<string, void> {
  yield `${indent}expression: {dialects: [{dialect: ANSI_SQL, expression: ${flowText(sql)}}]}\n`;
}

function* description(indent: string, text: string | null): Generator<string, void> {
  if (text !== null) {
    yield* keyLines(indent, 'description', text);
  }
}

function* context(indent: string, synonyms: readonly string[], instructions: string): Generator<string, void> {
  if (synonyms.length > 0 || instructions !== '') {
    yield* keyLines(indent, 'ai_context', {
      ...(instructions === '' ? {} : { instructions }),
      ...(synonyms.length > 0 ? { synonyms } : {}),
    });
  }
}

function* extension(indent: string, data: Readonly<Record<string, Plain>>): Generator<string, void> {
  yield `${indent}- vendor_name: ${VENDOR}\n${indent}  data: ${flowText(JSON.stringify(data))}\n`;
}

/** All names that people use, in both languages. */
function namesOf(name: Entity['name']): string[] {
  return [
    ...new Set(
      LANGUAGES.flatMap((language) => [
        ...(name[language].known ? [name[language].text] : []),
        ...name[language].synonyms,
      ]),
    ),
  ];
}

function stated<T>(
  target: T,
  statements: readonly Statement<T>[],
  without: readonly string[] = [],
): Record<string, Plain> {
  return Object.fromEntries(
    statements.flatMap(({ key, write }) => {
      const value = without.includes(key) ? undefined : write(target);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}
