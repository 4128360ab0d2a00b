import type { FieldRef, Measure } from '#libs/intents';
import type { Measure as ReadMeasure } from '#libs/sql-reading';
import type { SubjectFields } from './subject-fields.js';
import { Unsaid } from './unsaid.js';

const AGGREGATIONS = new Set(['sum', 'avg', 'min', 'max']);

/** Figures of a statement as measures of an intent. */
export class MeasureReader {
  constructor(private readonly fields: SubjectFields) {}

  /** @throws Unsaid for a figure that no intent has */
  read({ by, of, filter }: ReadMeasure): Measure {
    if (filter !== undefined) {
      throw new Unsaid('measure', filter);
    }
    if (by === 'count') {
      return this.count(of);
    }
    if (by === 'count distinct') {
      return this.different(of);
    }
    const quantity = this.fieldOfMeasure(of);
    if (by === 'percentile_cont(0.5)') {
      return { form: 'aggregate', by: 'median', of: quantity };
    }
    if (!AGGREGATIONS.has(by)) {
      throw new Unsaid('aggregate', by);
    }
    return { form: 'aggregate', by: by as 'sum', of: quantity };
  }

  private fieldOfMeasure(text: string): FieldRef {
    const place = this.fields.parts.tables.place(text);
    if (place === null) {
      throw new Unsaid('measure', text);
    }
    const of = this.fields.field(text);
    if (of.path.length > 0) {
      throw new Unsaid('measure', 'of another table');
    }
    return of;
  }

  private count(of: string): Measure {
    if (of === '*') {
      return { form: 'count' };
    }
    const { path, field } = this.fields.field(of);
    if (path.length > 0 || !field.notNull) {
      throw new Unsaid('measure', of);
    }
    return { form: 'count' };
  }

  private different(of: string): Measure {
    const ref = this.fields.field(of);
    const { path, entity, field } = ref;
    if (path.length > 0 && entity.key.length === 1 && entity.key[0] === field.name) {
      return { form: 'distinct', path, entity };
    }
    const out = this.fields.parts.index
      .from(entity.id)
      .find(
        ({ fromFields, elements, condition }) =>
          elements === null && condition === null && fromFields.length === 1 && fromFields[0] === field.name,
      );
    const target = out && this.fields.parts.index.entity(out.to);
    if (out && target) {
      return { form: 'distinct', path: [...path, { relationship: out, direction: 'out', target }], entity: target };
    }
    return path.length === 0 && field.role === 'key' ? { form: 'count' } : { form: 'distinct_values', of: ref };
  }
}
