import { DomainError } from '#libs/domain-errors';
import { nearest, type CutModel, type FileItem, type ModelPart, type Plain } from '#libs/semantic-model';
import { modelEditingErrors } from './errors.js';

/** Which item of a model. */
export interface ItemPlace {
  readonly part: ModelPart;
  /** `schema.table`: of a join the one that it starts from. */
  readonly table: string;
  /** Of the column, join or metric; null for a table. */
  readonly name: string | null;
}

/** A table of the model with everything that is said about it. */
export interface ModelTable {
  readonly item: FileItem;
  /** Joins from or to it. */
  readonly relationships: readonly FileItem[];
  readonly metrics: readonly FileItem[];
}

type RawItem = Readonly<Record<string, Plain | undefined>>;

/** @throws DomainError `model_table_unknown`, `semantic_model_…` */
export function tableIn(model: CutModel, name: string): FileItem {
  const found = model.item('datasets', name);
  if (found === null) {
    const near = nearest(name, model.names('datasets')) ?? '';
    throw new DomainError(modelEditingErrors.model_table_unknown, { name, nearest: near });
  }
  return found;
}

/** @throws DomainError as `tableIn` */
export function wholeTable(model: CutModel, name: string): ModelTable {
  return {
    item: tableIn(model, name),
    relationships: model
      .mentioning('relationships', [bare(name)])
      .filter(({ values }) => isTable(values.get('from'), name) || isTable(values.get('to'), name)),
    metrics: model.mentioning('metrics', [bare(name)]).filter(({ values }) => isTable(values.get('dataset'), name)),
  };
}

/** @throws DomainError `model_item_unknown`, and as `tableIn` */
export function itemIn(model: CutModel, { part, table, name }: ItemPlace): FileItem {
  const whole = wholeTable(model, table);
  const siblings = {
    table: [whole.item],
    column: whole.item.fields,
    relationship: whole.relationships.filter(({ values }) => isTable(values.get('from'), table)),
    metric: whole.metrics,
  }[part];
  const found = part === 'table' ? whole.item : siblings.find((item) => item.name === name);
  if (found === undefined) {
    const names = siblings.map((item) => item.name);
    const near = nearest(name ?? '', names) ?? '';
    throw new DomainError(modelEditingErrors.model_item_unknown, { owner: table, name: name ?? '', nearest: near });
  }
  return found;
}

/** The model with another text of one item; null removes it. */
export function withItem(model: CutModel, { part, table, name }: ItemPlace, raw: RawItem | null): CutModel {
  const plain = raw as Plain;
  if (part === 'table') {
    return model.with('datasets', () => true, plain, table);
  }
  if (part === 'column') {
    const own = tableIn(model, table).raw as RawItem;
    const fields = (own['fields'] as readonly RawItem[]).map((field) =>
      plainName(field['name']) === name ? raw : field,
    );
    return model.with('datasets', () => true, { ...own, fields }, table);
  }
  const [list, end] = part === 'metric' ? (['metrics', 'dataset'] as const) : (['relationships', 'from'] as const);
  return model.with(list, ({ values }) => isTable(values.get(end), table), plain, name ?? '');
}

export function columnsOf(model: CutModel, table: string): ReadonlySet<string> {
  return new Set(tableIn(model, table).fields.map(({ name }) => name));
}

function plainName(name: Plain | undefined): string {
  return typeof name === 'string' || typeof name === 'number' ? String(name) : '';
}

/** People may leave the schema out. */
export function isTable(value: Plain | undefined, table: string): boolean {
  return value === table || value === bare(table);
}

function bare(table: string): string {
  return table.slice(table.indexOf('.') + 1);
}
