import type { Entity } from '#libs/semantic-model';
import { isJunction } from '../../conditions.js';
import type { Condition, Intent, Step } from '../../intent.js';
import type { Names } from '../names.js';
import { rowsZh } from './conditions.js';

/**
 * People do not speak of the lines of a document, nor of the rows of a snapshot, but of what these are about: the sales of
 * products from suppliers in Germany, the balance of suspended users.
 * @returns null where the rows themselves have to be named
 */
export function aboutZh({ subject, measures }: Intent, where: readonly Condition[], names: Names): string | null {
  const isOfRows = subject.kind === 'line' || subject.kind === 'snapshot';
  const areFigures =
    measures.length > 0 &&
    measures.every((measure) =>
      subject.kind === 'line'
        ? measure.form === 'aggregate' && measure.by === 'sum'
        : measure.form === 'aggregate' || measure.form === 'percentile',
    );
  if (!isOfRows || !areFigures || where.length === 0) {
    return null;
  }
  // Lines have the dates of their document: 2014年到期的采购订单.
  const document = /^(.{2,})(?:明细|行|子项)$/u.exec(names.entity(subject).text)?.[1] ?? null;
  const own: Condition[] = [];
  const ofSteps = new Map<string, { readonly step: Step; readonly conditions: Condition[] }>();
  for (const condition of where) {
    if (isJunction(condition) || condition.form === 'exists') {
      return null;
    }
    const [step, ...rest] = condition.of.path;
    if (!step && condition.form === 'period' && document !== null) {
      own.push(condition);
      continue;
    }
    if (!step || step.direction === 'in' || !names.role(step).known) {
      return null;
    }
    const group = ofSteps.get(step.relationship.id) ?? { step, conditions: [] };
    group.conditions.push({ ...condition, of: { ...condition.of, path: rest } } as Condition);
    ofSteps.set(step.relationship.id, group);
  }
  const said = [...ofSteps.values()].sort((a, b) => rankOf(a.step.target) - rankOf(b.step.target));
  const texts = said.map(({ step, conditions }) => {
    const noun = names.role(step).text;
    return rowsZh(noun, step.target, { form: 'and', of: conditions }, names, true).text;
  });
  const dated =
    own.length > 0 && document !== null ? [rowsZh(document, subject, { form: 'and', of: own }, names).text] : [];
  const parts = [...dated, ...texts];
  return parts.length > 2 ? null : parts.join('中');
}

/** The document before what is in it. */
function rankOf({ kind }: Entity): number {
  return kind === 'event' ? 0 : 1;
}
