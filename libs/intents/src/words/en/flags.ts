import { pluralWord, singularWord } from '#libs/lexicon';
import type { FieldRef } from '../../intent.js';
import type { Names } from '../names.js';
import { pastOf } from './participles.js';
import { arePeople } from './people.js';
import { being, having, type Spoken } from './spoken.js';
import { isAdjective, withArticle } from './values.js';

/** Words for what is not so. */
export const OPPOSITES: Readonly<Record<string, string>> = {
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
  resolved: 'unresolved',
  processed: 'unprocessed',
  signed: 'unsigned',
  locked: 'unlocked',
};

/** `discontinued` is a predicate of the rows (`that are discontinued`); `tax included` is an attribute (`with …`). */
export function flag(isSet: boolean, label: string, { entity, field }: FieldRef, names: Names): Spoken {
  const bare = label.replace(/^(is|was|has been) /, '').replace(/ (flag|indicator|status)$/, '');
  // `is_sign` says that it was signed.
  const plain = SIGNS.has(bare) ? (pastOf(bare) ?? bare) : bare;
  const quality = qualityOf(plain, entity.name.en.text);
  if (quality !== null) {
    return isSet
      ? being(quality)
      : { before: `non-${quality}`, after: `that are not ${quality}`, said: `are not ${quality}` };
  }
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
    const one = withArticle(owned);
    return isSet ? having(one) : { before: null, after: `without ${one}`, said: `have no ${owned}` };
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
  if (!arePeople(entity.name.en.text) && isAttribute(plain, entity.name.en.text)) {
    // `placebo treatments`, `gift orders`
    const rows = `${plain} ${entity.name.en.plural}`;
    const one = `is ${isSet ? '' : 'not '}${withArticle(`${plain} ${entity.name.en.text}`)}`;
    return isSet
      ? { before: plain, after: `that are ${rows}`, said: `are ${rows}`, saidOfOne: one }
      : { before: `non-${plain}`, after: `that are not ${rows}`, said: `are not ${rows}`, saidOfOne: one };
  }
  const not = isSet ? '' : 'not ';
  const said = `are ${not}${plain.replace(/\S+$/, pluralWord)}`;
  const one = plain.replace(/\S+$/, singularWord);
  return {
    before: null,
    after: `that ${said}`,
    said,
    saidOfOne: `is ${not}${withArticle(one)}`,
    ...(isSet && WARES.test(said) ? { instead: said.slice('are '.length) } : {}),
  };
}

/** Verbs that are the name of a flag, and no nouns for a kind of rows. */
const SIGNS: ReadonlySet<string> = new Set(
  'sign audit approve pay publish verify confirm settle ship deliver receive dispatch cancel activate process'.split(
    ' ',
  ),
);

/** Nouns that stand for any thing, so that the kind takes the place of its name. */
const WARES = / (goods|items|products|parts|materials|assets|supplies)$/;

/** `preferred` of the preferred vendors among vendors. */
function qualityOf(plain: string, entity: string): string | null {
  const rest = plain.endsWith(` ${entity}`) ? plain.slice(0, -entity.length - 1) : '';
  return isAdjective(rest) ? rest : null;
}

/** One noun in the singular, of another kind than the rows. */
function isAttribute(plain: string, entity: string): boolean {
  return /^[a-z]+$/.test(plain) && !/s$/.test(plain) && !entity.split(' ').includes(plain);
}

/** What the row is: a primary contact of contacts, a gift of `is_gift`, finished goods. */
function isNoun(plain: string, entity: string, isNamedSo: boolean): boolean {
  const last = plain.split(' ').at(-1) ?? '';
  const isOnly = /^(only|all|no|show|allow|use|send|can|do|does|should|needs?) /.test(plain);
  return !isOnly && (last === entity.split(' ').at(-1) || isNamedSo || /[^siu]s$/.test(last));
}
