import { whatWasDone, DEEDS } from './figures.js';
import { eachEn } from './groups.js';
import type { Parts } from './parts.js';
import { arePeople } from './people.js';
import { doneToItems } from './verbs.js';

/** `how many different models are there in each category`, `how many different products were ordered for each status`. */
export function distinctQuestion(noun: string, did: string, parts: Parts): string | null {
  const { rows, when, intent, groups } = parts;
  const each = eachEn(parts);
  const [own] = intent.measures;
  const passive = own?.form === 'distinct' && !each.startsWith(' by ') ? whatWasDone(own, parts) : null;
  if (passive !== null) {
    return `how many different ${noun} were ${passive}${each}${when}?`;
  }
  const done =
    intent.subject.kind === 'line' ? doneToItems(parts.names.entity(intent.subject).text, intent.subject) : null;
  if (intent.subject.kind === 'line' && (parts.where.length > 0 || arePeople(noun))) {
    // Lines under conditions: `products with order lines of orders` is no phrase that people use.
    return null;
  }
  if (parts.where.length > 0 || groups.length === 0 || did === 'made' || !/^(have|had)$/.test(did)) {
    return `how many different ${noun} ${did} ${rows.text}${each}${when}?`;
  }
  if (each.startsWith(' by ')) {
    // `different patients had treatments by start year`: the year says nothing of the patients.
    return null;
  }
  const [time] = intent.dimensions;
  if (done === null && did === 'have' && time?.form === 'time') {
    return `how many different ${noun} had ${rows.text}${each}${when}?`;
  }
  if (done === null && intent.subject.kind === 'event') {
    return `how many different ${noun} ${did} ${rows.text}${each}${when}?`;
  }
  const [measure] = intent.measures;
  if (done !== null && measure?.form === 'distinct' && measure.path.length > 1) {
    return `how many different ${noun} had ${DEEDS.get(done) ?? rows.text}${each}${when}?`;
  }
  return done === null
    ? `how many different ${noun} ${parts.be} there${each}${when}?`
    : `how many different ${noun} were ${done}${each}${when}?`;
}
