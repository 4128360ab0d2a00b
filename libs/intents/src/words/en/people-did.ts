import { allOf, fromItsEnd } from '../../conditions.js';
import type { Condition } from '../../intent.js';
import { endOf } from '../../paths.js';
import { isWhen, quantityWithin } from '../part.js';
import { rowsEn } from './conditions.js';
import type { Parts } from './parts.js';
import { arePeople } from './people.js';
import { prepositionFor } from './prepositions.js';
import { doneWith } from './verbs.js';

/**
 * `how many sessions did inactive users have`: of rows that are done by people under a condition. `The sessions by users`
 * would be read as a breakdown. Null for other rows.
 */
export function peopleDid({ intent, names, where }: Parts): string | null {
  const { subject } = intent;
  const linked = where.filter((part) => !isWhen(part) && isLinked(part));
  const path = linked.map((part) => quantityWithin(part)?.path ?? []).find((way) => way.length === 1);
  const isOneWay = path !== undefined && linked.every((part) => quantityWithin(part)?.path[0] === path[0]);
  if (!isOneWay) {
    return null;
  }
  const people = endOf(subject, path);
  const role = names.end(subject, path);
  if (!arePeople(role.plural) || prepositionFor(role.text, subject, people) !== 'by') {
    return null;
  }
  const own = where.filter((part) => !isWhen(part) && !linked.includes(part));
  const rows = rowsEn(names.entity(subject).plural, subject, allOf(own), names).text;
  const who = rowsEn(role.plural, people, allOf(linked.flatMap(fromItsEnd)), names).text;
  const verb = doneWith(role.plural, subject, names.entity(subject).text)?.base ?? 'have';
  return / (with|that|who) /.test(who) ? null : `how many ${rows} did ${who} ${verb}`;
}

const isLinked = (condition: Condition): boolean => (quantityWithin(condition)?.path.length ?? 0) > 0;
