import { isOfInterest } from '../business/model.js';
import { named, renderSelect } from '../query.js';
import type { Kind } from './candidate.js';
import { notDeleted, countOf, filled, from, isEmpty, namedAggregate } from './parts.js';
import { howMany, nounOf } from './words.js';

export const nullHandling: Kind = {
  name: 'null_handling',
  *propose(entity, wording) {
    const { say } = wording;
    for (const field of entity.fields) {
      if (field.notNull || !isOfInterest(field)) {
        continue;
      }
      const missing = say({ zh: `未填写${field.label}的数量`, en: `without ${field.label}` });
      const given = say({ zh: `已填写${field.label}的数量`, en: `with ${field.label}` });
      const value = filled(field);
      yield {
        question: say({
          zh: [
            `有${howMany(entity, wording)}没有填写${field.short}，又有多少已经填写？`,
            `统计已填写和未填写${field.short}的${nounOf(entity)}各有多少。`,
          ],
          en: `how many ${entity.plural} have no ${field.short}, and how many have one?`,
        }),
        sql: renderSelect({
          select: [named(`COUNT(*) FILTER (WHERE ${value} IS NULL)`, missing), named(`COUNT(${value})`, given)],
          from: from(entity),
          where: [notDeleted(entity)],
        }),
        fields: [[entity, field]],
        isWeak: field.nullShare === 0 && !field.hasBlanks,
      };
      if (field.role === 'category' && /char|text/.test(field.type)) {
        const unknown = say({ zh: '未填写', en: 'not given' });
        const valueOrUnknown = `COALESCE(${value}, '${unknown}')`;
        yield {
          question: say({
            zh: `按${field.label}统计${entity.label}数量，没有填写的归为“${unknown}”。`,
            en: `count the ${entity.plural} by ${field.label}, with those that have none under "${unknown}".`,
          }),
          sql: renderSelect({
            select: [named(valueOrUnknown, field.label), namedAggregate(countOf(entity, wording))],
            from: from(entity),
            where: [notDeleted(entity)],
            groupBy: [valueOrUnknown],
            orderBy: ['COUNT(*) DESC'],
          }),
          fields: [[entity, field]],
          mayBeEmpty: isEmpty(entity),
          isWeak: field.nullShare === 0 && !field.hasBlanks,
        };
      }
    }
    for (const link of entity.links.filter(({ optional, fromColumns }) => optional && fromColumns.length === 1)) {
      yield {
        question: say({
          zh: `有${howMany(entity, wording)}没有对应的${link.role}？`,
          en: `how many ${entity.plural} have no ${link.role}?`,
        }),
        sql: renderSelect({
          select: [namedAggregate(countOf(entity, wording))],
          from: from(entity),
          where: [`${link.fromColumns[0] ?? ''} IS NULL`, notDeleted(entity)],
        }),
      };
    }
  },
};
