import type { components } from '#clients/typescript';

export type ModelTable = components['schemas']['ModelTableView'];
export type ModelItem = components['schemas']['ModelItem'];
export type ModelJoin = components['schemas']['ModelJoin'];
export type ModelStatement = components['schemas']['ModelStatement'];
export type ModelEvidence = components['schemas']['ModelEvidence'];
export type ModelEdit = components['schemas']['ModelEditView'];
export type ModelProfile = components['schemas']['ModelProfile'];
export type ColumnProfile = ModelProfile['columns'][number];

/** Statements to change, by key. */
export type StatementSet = Readonly<Record<string, unknown>>;
