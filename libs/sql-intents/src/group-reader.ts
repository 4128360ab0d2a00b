import type { Bucket, Dimension } from '#libs/intents';
import type { Entity } from '#libs/semantic-model';
import type { SubjectFields, SubjectParts } from './subject-fields.js';
import { Unsaid } from './unsaid.js';

const BUCKETS: Readonly<Record<string, Bucket>> = {
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  week: 'week',
  day: 'day',
  isodow: 'weekday',
  hour_of_day: 'hour',
};

/** Groups of a statement as dimensions of an intent. */
export class GroupReader {
  private readonly parts: SubjectParts;

  constructor(private readonly fields: SubjectFields) {
    this.parts = fields.parts;
  }

  /** All ways to take the groups: by the rows of another table, or by its columns. */
  read(): Dimension[][] {
    const { groups } = this.parts.reading;
    if (groups.length === 0) {
      return [[]];
    }
    const byTable = Map.groupBy(groups, (text) => this.parts.tables.place(text)?.label ?? text);
    const choices = [...byTable].map(([label, texts]): Dimension[][] => {
      const place = this.parts.tables.all.find((table) => table.label === label);
      const path = this.parts.paths.get(label);
      const single = texts.map((text) => this.dimension(text));
      const isRow = place && path && path.length > 0 && this.namesRow(place.entity, texts, label);
      return [
        ...(isRow ? [[{ form: 'entity', path, entity: place.entity, withEmpty: false } as const]] : []),
        ...(texts.length === 1
          ? [this.referenced(texts[0] ?? '')].filter((one) => one !== null).map((one) => [one])
          : []),
        single,
      ];
    });
    return choices.reduce<Dimension[][]>(
      (before, own) => before.flatMap((one) => own.map((more) => [...one, ...more])),
      [[]],
    );
  }

  private namesRow({ key, title }: Entity, texts: readonly string[], label: string): boolean {
    const columns = new Set(texts.map((text) => text.slice(label.length + 1)));
    const has = (names: readonly string[]): boolean => names.length > 0 && names.every((name) => columns.has(name));
    return has(key) || has(title);
  }

  /** A column that refers to rows of a table that the statement does not read. */
  private referenced(text: string): Dimension | null {
    const place = this.parts.tables.place(text);
    if (!place) {
      return null;
    }
    const path = this.parts.paths.get(place.label);
    const out = this.parts.index
      .from(place.entity.id)
      .find(
        ({ fromFields, elements, condition }) =>
          elements === null && condition === null && fromFields.join() === place.column,
      );
    const entity = out && this.parts.index.entity(out.to);
    return out && entity && path
      ? {
          form: 'entity',
          path: [...path, { relationship: out, direction: 'out', target: entity }],
          entity,
          withEmpty: false,
        }
      : null;
  }

  private dimension(text: string): Dimension {
    const [, unit = '', inner] = /^(\w+)\((.*)\)$/s.exec(text) ?? [];
    const bucket = BUCKETS[unit];
    if (inner !== undefined) {
      if (bucket === undefined) {
        throw new Unsaid('group', text);
      }
      return { form: 'time', of: this.fields.field(inner), bucket };
    }
    const of = this.fields.field(text);
    return of.field.role === 'time' ? { form: 'time', of, bucket: 'day' } : { form: 'field', of };
  }
}
