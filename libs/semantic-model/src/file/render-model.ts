import { stringify } from 'yaml';
import type { Language } from '#libs/language';
import type { Entity, Evidence, Field, Metric, Relationship } from '../model.js';
import { itemKey, type AppliedEdits } from './applied-edits.js';
import type { ItemEdits } from './edit-item.js';
import { ENTITY_STATEMENTS } from './entity-statements.js';
import { evidenceText } from './evidence-text.js';
import { FIELD_STATEMENTS } from './field-statements.js';
import { HEADER } from './header.js';
import { METRIC_STATEMENTS } from './metric-statements.js';
import { endsOf } from './model-base.js';
import { RELATIONSHIP_STATEMENTS } from './relationship-statements.js';
import { PERSON, type Plain, type Statement } from './statement.js';
import { keyLines, scalarText } from './yaml-text.js';

/** The text of `semantic_model.yaml`, table by table. */
export function* renderModel(applied: AppliedEdits, language: Language): Generator<string, void> {
  const { model, rejected, kept, keptFields, keptKeys } = applied;
  yield HEADER[language](model.database);
  yield `version: 1\ndatabase: ${scalarText(model.database)}\n`;
  yield* restLines(keptKeys);
  yield* listHead('datasets', model.entities.length + kept.datasets.length);
  for (const entity of model.entities) {
    yield [...datasetLines(entity, applied, language), ...keptItems(keptFields.get(entity.id) ?? [], '      ')].join(
      '',
    );
  }
  yield* keptItems(kept.datasets, '  ');
  const joins = [...model.relationships, ...rejected.relationships];
  const isRejected = new Set<object>([...rejected.relationships, ...rejected.metrics]);
  yield* listHead('relationships', joins.length + kept.relationships.length);
  for (const join of joins) {
    yield [...relationshipLines(join, isRejected.has(join), applied, language)].join('');
  }
  yield* keptItems(kept.relationships, '  ');
  const metrics = [...model.metrics, ...rejected.metrics];
  yield* listHead('metrics', metrics.length + kept.metrics.length);
  for (const metric of metrics) {
    yield [...metricLines(metric, isRejected.has(metric), applied, language)].join('');
  }
  yield* keptItems(kept.metrics, '  ');
  yield `# ${END[language]}\ncomplete: true\n`;
}

const END: Readonly<Record<Language, string>> = {
  zh: '本文件完整：上次写入而现在缺少的关联和指标视为已删除。',
  en: 'This file is complete: joins and metrics that were written here and are missing now count as removed.',
};

function* listHead(name: string, length: number): Generator<string, void> {
  yield length > 0 ? `${name}:\n` : `${name}: []\n`;
}

function* datasetLines(entity: Entity, { edits }: AppliedEdits, language: Language): Generator<string, void> {
  yield `  - name: ${scalarText(entity.id)}\n`;
  yield* itemLines('    ', entity, ENTITY_STATEMENTS, edits.get(itemKey(entity.id, 'table')), language);
  yield entity.fields.length > 0 ? '    fields:\n' : '';
  for (const field of entity.fields) {
    yield* fieldLines(field, edits.get(itemKey(entity.id, 'field', field.name)), language);
  }
}

function* fieldLines(field: Field, edits: ItemEdits | undefined, language: Language): Generator<string, void> {
  yield `      - name: ${scalarText(field.name)}\n`;
  yield* itemLines('        ', field, FIELD_STATEMENTS, edits, language);
}

function* relationshipLines(
  join: Relationship,
  rejected: boolean,
  { edits }: AppliedEdits,
  language: Language,
): Generator<string, void> {
  const own = edits.get(itemKey(join.from, 'relationship', join.id));
  yield `  - name: ${scalarText(join.id)}\n`;
  for (const [key, value] of Object.entries(endsOf(join))) {
    yield* keyLines('    ', key, value);
  }
  const statements = RELATIONSHIP_STATEMENTS.filter(({ key }) => !rejected || key !== 'standing');
  yield* statementLines('    ', join, statements, own);
  if (rejected) {
    yield '    standing: rejected\n';
  }
  const evidence = rejected ? [PERSON] : join.evidence;
  yield* keyLines('    ', 'evidence', shortList(evidence, language));
}

function* metricLines(
  metric: Metric,
  rejected: boolean,
  { edits }: AppliedEdits,
  language: Language,
): Generator<string, void> {
  yield `  - name: ${scalarText(metric.id)}\n    dataset: ${scalarText(metric.entity)}\n`;
  yield* statementLines('    ', metric, METRIC_STATEMENTS, edits.get(itemKey(metric.entity, 'metric', metric.id)));
  if (rejected) {
    yield '    standing: rejected\n';
  }
  yield* keyLines('    ', 'evidence', evidenceText(rejected ? PERSON : metric.evidence, language));
}

function shortList(evidence: readonly Evidence[], language: Language): Plain {
  const texts = evidence.map((one) => evidenceText(one, language));
  return texts.length === 1 ? (texts[0] ?? '') : texts;
}

/** The statements of an item, and the evidence for each. */
function* itemLines<T>(
  indent: string,
  target: T,
  statements: readonly Statement<T>[],
  edits: ItemEdits | undefined,
  language: Language,
): Generator<string, void> {
  yield* statementLines(indent, target, statements, edits);
  const evidence = statements.flatMap(({ key, evidenceOf, write }) => {
    const found = edits?.people.has(key) ? PERSON : evidenceOf(target);
    const isStated = found === PERSON || (found !== undefined && write(target) !== undefined);
    return found && isStated ? [[key, evidenceText(found, language)] as const] : [];
  });
  if (evidence.length > 0) {
    yield* keyLines(indent, 'evidence', Object.fromEntries(evidence));
  }
}

function* statementLines<T>(
  indent: string,
  target: T,
  statements: readonly Statement<T>[],
  edits: ItemEdits | undefined,
): Generator<string, void> {
  for (const { key, write } of statements) {
    const kept = edits?.kept.get(key);
    const value = kept === undefined ? (write(target) ?? (edits?.people.has(key) ? null : undefined)) : kept;
    if (value !== undefined) {
      yield* keyLines(indent, key, value);
    }
  }
  const keys = new Set(statements.map(({ key }) => key));
  for (const [key, value] of edits?.kept ?? []) {
    if (!keys.has(key)) {
      yield* keyLines(indent, key, value);
    }
  }
}

/** Items of people that are kept as they stood. */
function* keptItems(items: readonly Plain[], indent: string): Generator<string, void> {
  for (const item of items) {
    yield stringify([item]).replace(/^(?=.)/gm, indent);
  }
}

function* restLines(rest: ReadonlyMap<string, Plain>): Generator<string, void> {
  for (const [key, value] of rest) {
    yield* keyLines('', key, value);
  }
}
