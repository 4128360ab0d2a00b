import type { Entity, Field } from '#libs/semantic-model';
import { entity, field, names } from './model-builder.js';

/** Columns that a test names in Chinese only: the English name is that of the column. */
export const word = (name: string, label: string, more: Partial<Field> = {}): Field =>
  field(name, 'text', names(name, label), { role: 'dimension', distinctCount: 5, ...more });

export const amount = (name: string, label: string, more: Partial<Field> = {}): Field =>
  field(name, 'numeric', names(name, label), { role: 'measure', additivity: 'additive', ...more });

export const date = (name: string, label: string): Field => field(name, 'date', names(name, label), { role: 'time' });

/** Many rows without a title, at the time of their first date. */
export const event = (table: string, label: string, fields: readonly Field[], kind: Entity['kind'] = 'event'): Entity =>
  entity(table, names(table, label), fields, {
    kind,
    time: fields.find(({ role }) => role === 'time')?.name ?? null,
    title: [],
    rowCount: 900,
  });
