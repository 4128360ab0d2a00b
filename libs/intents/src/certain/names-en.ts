import { isFunctionWord, isSpokenAcronym, isTermWord } from '#libs/lexicon';
import type { Field } from '#libs/semantic-model';

/** Words that name nothing by themselves: `since` of a customer, a table of what was `lost`. */
const NO_NOUN =
  /^(since|until|till|from|to|by|of|for|per|via|at|on|in|out|off|up|down|with|without|is|are|was|has|not|and|or|technical|anonymous)$/;
const NO_THING = /^(lost|found|paid|sold|sent|due)$/;
/** Never at the end of a noun. */
const NO_HEAD = /^(attach|anonymous|technical)$/;
const PARTICIPLE = /^(?!.*(?:eed|bed|shed|sled|embed)$)[a-z]{3,}ed$/;
/** Units in capitals follow a measure; they are said in words or left out. */
const UNIT = /^(CM|MM|KM|KG|MG|LBS?|OZ|FT|YD|GAL|ML|KWH|MS|KB|MB|GB|M2|M3|SQM|SQFT)$/;

/** People can read the name out: it has no letters whose meaning nobody knows, and no word twice in a row. */
function isSaid(name: string): boolean {
  const words = name.split(' ');
  return (
    !words.some(isShortened) &&
    words.every((word) => !/^\p{Lu}{2,}$/u.test(word) || UNIT.test(word) || isSpokenAcronym(word.toLowerCase())) &&
    !words.some((word, at) => word === words[at + 1])
  );
}

/** A short word that no dictionary has, or the beginning of one: `crit`, `sub`. */
function isShortened(word: string): boolean {
  return (
    word === 'sub' ||
    (/^[a-z]{2,3}$/.test(word) && !UNIT.test(word.toUpperCase()) && !isTermWord(word) && !isFunctionWord(word))
  );
}

const headOf = (name: string): string => name.slice(name.lastIndexOf(' ') + 1);

/** `attachment` and not `attach`; `fees paid`, but nothing that is only `paid`. */
export function isThingEn(name: string): boolean {
  const head = headOf(name);
  const isBare = head === name && (NO_NOUN.test(name) || NO_THING.test(name) || PARTICIPLE.test(name));
  return isSaid(name) && /^\p{L}/u.test(head) && !isBare && !NO_HEAD.test(head);
}

/** Flags need no noun: they say what a row is, or what was done to it. */
export function isColumnEn(name: string, field: Field | null): boolean {
  return isSaid(name) && (field?.role === 'flag' ? /^\p{L}/u.test(headOf(name)) : !NO_NOUN.test(name));
}
