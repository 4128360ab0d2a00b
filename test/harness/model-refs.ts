import type { Entity, ModelIndex } from '#libs/semantic-model';
import type { Condition, Dimension, FieldRef } from '../../libs/intents/src/intent.js';
import { fieldRef, stepsOut } from '../../libs/intents/src/paths.js';

/** The parts of intents over a model, named by short texts; a name that the model does not have is an error. */
export function refsOf(index: ModelIndex) {
  const of = (table: string): Entity => found(index.entity(`public.${table}`), table);

  /** `sale.car.year`: a column over references. */
  const ref = (text: string): FieldRef => {
    const [table = '', ...rest] = text.split('.');
    const path = rest.slice(0, -1).map((target, at) => {
      const steps = stepsOut(index, of(rest[at - 1] ?? table));
      return found(
        steps.find((step) => step.target.table === target),
        target,
      );
    });
    const end = path.at(-1)?.target ?? of(table);
    return fieldRef(
      end,
      path,
      found(
        end.fields.find(({ name }) => name === rest.at(-1)),
        text,
      ),
    );
  };

  /** The column has the value, with the meaning that the model gives it. */
  const is = (text: string, plain: string, negated = false): Condition => {
    const quantity = ref(text);
    const meaning = quantity.field.values.find((own) => own.value === plain)?.meaning ?? null;
    return { form: 'compare', of: quantity, by: negated ? '<>' : '=', value: { value: plain, meaning } };
  };

  /** The rows that those of a table refer to. */
  const owner = (table: string, target: string) => ({
    entity: of(target),
    path: stepsOut(index, of(table)).filter((step) => step.target.table === target),
  });

  const by = (text: string): Dimension => ({ form: 'field', of: ref(text) });
  const byOwner = (table: string, target: string): Dimension => ({
    form: 'entity',
    ...owner(table, target),
    withEmpty: false,
  });
  return { of, ref, is, owner, by, byOwner };
}

function found<T>(value: T | undefined, name: string): T {
  if (value === undefined) {
    throw new Error(`the model has no ${name}`);
  }
  return value;
}
