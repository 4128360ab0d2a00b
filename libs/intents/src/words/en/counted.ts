import type { Dimension } from '../../intent.js';
import { areAllUsed, isMainTime } from '../part.js';
import { eachEn, frontedEn } from './groups.js';
import { BUCKETS_EN } from './nouns.js';
import { ACTIVE, participleOf } from './participles.js';
import type { Parts } from './parts.js';
import { doneByGroup } from './verbs.js';

/** `how many orders does each customer have`, `how many orders are there for each status`; null where some have none. */
export function countQuestion(parts: Parts): string | null {
  const { intent, rows, groups } = parts;
  const [dimension, second] = intent.dimensions;
  const verb = second === undefined ? doneByGroup(dimension, intent, parts.names) : null;
  const isEntity = dimension?.form === 'entity' && second === undefined;
  if (isEntity && !dimension.withEmpty && !areAllUsed(dimension, intent.where)) {
    // Not of each one: those without rows are not in the answer.
    return null;
  }
  if (verb !== null) {
    const each = `each ${groups[0]?.one}`;
    return parts.be === 'were'
      ? `how many ${rows.text} did ${each} ${verb.base}`
      : `how many ${rows.text} has ${each} ${verb.participle}`;
  }
  const done = second === undefined ? doneEach(dimension, parts) : null;
  if (done !== null) {
    return `how many ${rows.text} ${done}`;
  }
  if (isEntity) {
    return `how many ${rows.text} ${parts.does} each ${groups[0]?.one} have`;
  }
  const asked = thereAre(parts);
  if (asked === null || rows.text.endsWith(parts.names.entity(intent.subject).plural)) {
    return asked && `${asked}${eachEn(parts)}`;
  }
  // `customers in London for each contact title`: the group before what it would be read with. An order has no place then.
  return intent.order ? null : frontedEn(asked, parts);
}

/** `how many users are there in the Sales department`: what follows the noun follows the verb. Null where it cannot. */
function thereAre({ intent, names, rows, be }: Parts): string | null {
  const { plural } = names.entity(intent.subject);
  if (!rows.text.includes(plural)) {
    return null;
  }
  const at = rows.text.indexOf(plural) + plural.length;
  const after = rows.text.slice(at);
  if (/^ (\w+(ed|en|ght) by|assigned to|sent to) /.test(after)) {
    return `how many ${rows.text.slice(0, at)} were${after}`;
  }
  if (/(^| )(treatments|therapies)$/.test(plural) && after.startsWith(' for ')) {
    // Treatments that there are for a disease are ways to treat it.
    return `how many ${rows.text.slice(0, at)} were given${after}`;
  }
  return /^( (in|at|on|from|by|for|with|without|under|via) .*)?$/.test(after)
    ? `how many ${rows.text.slice(0, at)} ${be} there${after}`
    : null;
}

/** `were hired each year`: what was done to the rows in the period; null where the column does not say it. */
export function doneEach(dimension: Dimension | undefined, { intent, names }: Parts): string | null {
  if (dimension?.form !== 'time' || isMainTime(dimension.of) || dimension.of.path.length > 0) {
    return null;
  }
  const participle = participleOf(names.field(dimension.of.field).text, names.entity(intent.subject).text);
  const each = dimension.bucket === 'weekday' || dimension.bucket === 'day' ? 'on each' : 'each';
  return participle === null || dimension.bucket === 'hour'
    ? null
    : `${ACTIVE.test(participle) ? '' : 'were '}${participle} ${each} ${BUCKETS_EN[dimension.bucket]}`;
}
