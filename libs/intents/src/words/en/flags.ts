import { pluralWord, singularWord } from '#libs/lexicon';
import type { FieldRef } from '../../intent.js';
import type { Names } from '../names.js';
import { being, having, type Spoken } from './spoken.js';
import { isAdjective, withArticle } from './values.js';

const OPPOSITES: Readonly<Record<string, string>> = {
  active: 'inactive',
  available: 'unavailable',
  valid: 'invalid',
  paid: 'unpaid',
  enabled: 'disabled',
  visible: 'hidden',
  read: 'unread',
  published: 'unpublished',
  verified: 'unverified',
  complete: 'incomplete',
  completed: 'unfinished',
};

/** `discontinued` is a predicate of the rows (`that are discontinued`); `tax included` is an attribute (`with …`). */
export function flag(isSet: boolean, label: string, { entity, field }: FieldRef, names: Names): Spoken {
  const plain = label.replace(/^(is|was|has been) /, '').replace(/ (flag|indicator|status)$/, '');
  if (isAdjective(plain)) {
    const opposite = OPPOSITES[plain];
    return isSet
      ? being(plain)
      : opposite
        ? being(opposite)
        : { before: null, after: `that are not ${plain}`, said: `are not ${plain}` };
  }
  const owned = /^(?:has|have|with) (.+)$/.exec(plain)?.[1];
  if (owned !== undefined) {
    return isSet ? having(owned) : { before: null, after: `without ${owned}`, said: `have no ${owned}` };
  }
  if (/^(in|on|at|under|out of|for) /.test(plain)) {
    const placed = isSet ? `are ${plain}` : `are not ${plain}`;
    return { before: null, after: `that ${placed}`, said: placed };
  }
  const equipped = /^(.+) (enabled|required|included|verified|allowed|attached|supported|signed|opt in)$/.exec(plain);
  if (equipped) {
    const text = `${equipped[1]} ${equipped[2] === 'opt in' ? 'opt-in' : equipped[2]}`;
    return isSet ? having(text) : { before: null, after: `without ${text}`, said: `do not have ${text}` };
  }
  if (!isNoun(plain, entity.name.en.text, /^is_/i.test(field.name))) {
    // `marked as make`: the name says too little.
    names.refuse();
  }
  const not = isSet ? '' : 'not ';
  const said = `are ${not}${plain.replace(/\S+$/, pluralWord)}`;
  const one = plain.replace(/\S+$/, singularWord);
  return { before: null, after: `that ${said}`, said, saidOfOne: `is ${not}${withArticle(one)}` };
}

/** What the row is: a primary contact of contacts, a gift of `is_gift`, finished goods. */
function isNoun(plain: string, entity: string, isNamedSo: boolean): boolean {
  const last = plain.split(' ').at(-1) ?? '';
  const isOnly = /^(only|all|no|show|allow|use|send|can|do|does|should|needs?) /.test(plain);
  return !isOnly && (last === entity.split(' ').at(-1) || isNamedSo || /[^siu]s$/.test(last));
}
