import type { Condition } from '../../intent.js';
import { spokenEn } from './conditions.js';
import { arePeople } from './people.js';
import { byEn, frontedEn } from './groups.js';
import { inTense, type Parts } from './parts.js';

/** The percentage of rows that meet a condition. */
export function rateEn(condition: Condition, parts: Parts): string[] {
  const { intent, names, rows, when } = parts;
  const { said } = spokenEn(condition, intent.subject, names);
  const past = inTense(said, parts.be);
  const who = arePeople(names.entity(intent.subject).plural) ? 'who' : 'that';
  return [
    `${frontedEn(`what percentage of ${rows.text}${when} ${past}`, parts)}?`,
    // `treatments that are still running by patient`: by whom?
    ...(parts.groups.length > 0
      ? []
      : [
          `show the percentage of ${rows.text}${when} ${who} ${past}${byEn(parts)}.`,
          `share of ${rows.text} ${who} ${past}${byEn(parts)}${when}`,
        ]),
  ];
}
