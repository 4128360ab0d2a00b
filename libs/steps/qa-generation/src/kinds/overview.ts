import { renderSelect } from '../query.js';
import type { Kind } from './candidate.js';
import { notDeleted, averageOf, countOf, from, measuresOf, namedAggregate } from './parts.js';
import { listed } from './words.js';

export const numbersOverview: Kind = {
  name: 'overview',
  *propose(entity, wording) {
    const fields = measuresOf(entity).slice(0, 3);
    if (fields.length < 2) {
      return;
    }
    const aggregates = [countOf(entity, wording), ...fields.map((field) => averageOf(entity, field, wording))];
    yield {
      question: wording.say({
        zh: `汇总${entity.label}的整体情况：${listed(
          aggregates.map(({ label }) => label),
          wording,
        )}。`,
        en: `give an overview of the ${entity.plural}: ${listed(
          aggregates.map(({ label }) => label),
          wording,
        )}.`,
      }),
      sql: renderSelect({ select: aggregates.map(namedAggregate), from: from(entity), where: [notDeleted(entity)] }),
      fields: [[entity, ...fields]],
    };
  },
};
