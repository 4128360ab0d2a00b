import { Inject, Injectable } from '@nestjs/common';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { ModelEditEntity, ModelEditPart } from '#libs/database';
import { render, type Language } from '#libs/language';
import { says, type EditedTable } from '#libs/model-editing';
import type { StepName } from '#libs/pipeline';
import {
  modelItems,
  readEvidenceText,
  readReason,
  saysFollows,
  type CutModel,
  type FileItem,
  type Plain,
} from '#libs/semantic-model';
import type {
  ModelEditView,
  ModelEvidence,
  ModelItem,
  ModelJoin,
  ModelOverview,
  ModelStatement,
  ModelTableView,
} from './model.dto.js';

interface Shown {
  readonly part: ModelEditPart;
  readonly table: string;
  readonly item: FileItem;
  /** Of its table, newest first. */
  readonly edits: readonly ModelEditEntity[];
}

/** The semantic model as the API shows it. */
@Injectable()
export class ModelMapper {
  constructor(@Inject(CONFIG) private readonly config: ResolvedConfig) {}

  overview(taskId: string, model: CutModel): ModelOverview {
    return {
      task_id: taskId,
      tables: model.names('datasets'),
      words: Object.fromEntries(model.withoutFields('datasets').map((item) => [item.name, wordsOf(item)])),
      relationships: model.names('relationships').length,
      metrics: model.names('metrics').length,
    };
  }

  table(taskId: string, found: EditedTable, staleSteps: readonly StepName[], language: Language): ModelTableView {
    const { item, relationships, metrics, edits, profile } = found;
    const table = item.name;
    const shown = (part: ModelEditPart, of: FileItem): ModelItem =>
      this.item({ part, table, item: of, edits }, language);
    return {
      task_id: taskId,
      table: shown('table', item),
      columns: item.fields.map((field) => shown('column', field)),
      relationships: relationships.map((join) => this.join(join, edits, language)),
      metrics: metrics.map((metric) => shown('metric', metric)),
      profile: profile && { rows: profile.rows, columns: profile.columns },
      stale_steps: [...staleSteps],
    };
  }

  edit({ number, action, part, tableName, itemName, changes, byUser, at, undoes }: ModelEditEntity): ModelEditView {
    return {
      ...{ number, action, part, table: tableName, name: itemName, by: byUser, at: this.time(at), undoes },
      changes: changes.map(({ key, before, after }) => ({
        key,
        before: before.value ?? null,
        after: after.value ?? null,
      })),
    };
  }

  private join(item: FileItem, edits: readonly ModelEditEntity[], language: Language): ModelJoin {
    const value = (key: string): Plain => item.values.get(key) ?? null;
    const texts = (key: string): string[] => listOf(value(key)).map(plainText);
    const [from = ''] = texts('from');
    const standing = value('standing');
    return {
      ...this.item({ part: 'relationship', table: from, item, edits }, language),
      ...{ from, from_columns: texts('from_columns'), to: texts('to')[0] ?? '', to_columns: texts('to_columns') },
      standing: standing === 'hint' || standing === 'rejected' ? standing : 'fact',
      evidence: listOf(modelItems.stateOf('relationship', item, 'standing').evidence).flatMap((text) =>
        typeof text === 'string' && !saysFollows(text) ? [evidenceOf(text, language)] : [],
      ),
    };
  }

  private item({ part, table, item, edits }: Shown, language: Language): ModelItem {
    const name = part === 'table' ? null : item.name;
    const own = edits.filter((edit) => edit.part === part && edit.tableName === table && edit.itemName === name);
    const keys = modelItems.statementKeys(part);
    return {
      ...{ part, table, name, version: modelItems.itemDigest(item) },
      statements: keys.flatMap((key) => {
        const { value, evidence } = modelItems.stateOf(part, item, key);
        const known = value !== undefined || evidenceIs(evidence);
        return known ? [this.statement({ part, item, key, own }, language)] : [];
      }),
    };
  }

  private statement(
    {
      part,
      item,
      key,
      own,
    }: {
      readonly part: ModelEditPart;
      readonly item: FileItem;
      readonly key: string;
      readonly own: readonly ModelEditEntity[];
    },
    language: Language,
  ): ModelStatement {
    const { value, evidence } = modelItems.stateOf(part, item, key);
    const [text] = listOf(evidence);
    const follows = typeof text === 'string' && saysFollows(text);
    const setting = modelItems.isByPerson(part, item, key)
      ? own.find(
          ({ action, changes }) =>
            action !== 'undo' &&
            changes.some(({ key: changed, after }) => changed === key && says(value, after.value as Plain | undefined)),
        )
      : undefined;
    return {
      ...{ key, value: value ?? null, follows },
      evidence: typeof text === 'string' && !follows && part !== 'relationship' ? evidenceOf(text, language) : null,
      set_by: setting?.byUser ?? null,
      set_at: setting === undefined ? null : this.time(setting.at),
    };
  }

  private time(instant: Date): string {
    return isoTimestamp(instant, this.config.timeZone);
  }
}

function evidenceOf(text: string, language: Language): ModelEvidence {
  const read = readEvidenceText(text);
  if (read === null) {
    return { source: 'other', confidence: 1, reason: text };
  }
  const { source, confidence, reason } = read;
  const message = reason === null ? null : readReason(reason);
  return { source, confidence, reason: message === null ? reason : render(message, language) };
}

function listOf(value: Plain | undefined): readonly Plain[] {
  return Array.isArray(value) ? (value as readonly Plain[]) : value === undefined || value === null ? [] : [value];
}

function plainText(value: Plain): string {
  return typeof value === 'object' ? '' : String(value);
}

/** A statement that was taken back has no value, and still the evidence of the person. */
function evidenceIs(evidence: Plain | undefined): boolean {
  return typeof evidence === 'string';
}

/** By which a person may look for a table. */
function wordsOf(table: FileItem): string {
  const values = ['label', 'synonyms', 'description'].map(
    (key) => modelItems.stateOf('table', table, key).value ?? null,
  );
  return [...new Set(values.flatMap(textsOf))].join(' · ');
}

function textsOf(value: Plain): string[] {
  if (typeof value === 'string') {
    return value.trim() === '' ? [] : [value.trim()];
  }
  return typeof value === 'object' && value !== null
    ? Object.values(value as Readonly<Record<string, Plain>>).flatMap(textsOf)
    : [];
}
