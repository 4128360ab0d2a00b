import { isFunctionWord, isSpokenAcronym, isTermWord } from '#libs/lexicon';
import type { Field } from '#libs/semantic-model';

/** Words that by themselves stand for no thing: `since` of a customer, a table of what was `lost`. */
const NO_NOUN =
  /^(since|until|till|from|to|by|of|for|per|via|at|on|in|out|off|up|down|with|without|is|are|was|has|not|and|or|technical|anonymous)$/;
const NO_THING = /^(attach|lost|found|paid|sold|sent|due|anonymous|technical)$/;
const PARTICIPLE = /^(?!.*(?:eed|bed|shed|sled|embed)$)[a-z]{3,}ed$/;
/** Units stand in capitals behind a measure, and are said in words or left out. */
const UNIT = /^(CM|MM|KM|KG|MG|LBS?|OZ|FT|YD|GAL|ML|KWH|MS|KB|MB|GB|M2|M3|SQM|SQFT)$/;

/** No letters of which nobody can tell what they stand for, and no word twice. */
function isSaid(name: string): boolean {
  const words = name.split(' ');
  return (
    !words.some(isShortened) &&
    words.every((word) => !/^\p{Lu}{2,}$/u.test(word) || UNIT.test(word) || isSpokenAcronym(word.toLowerCase())) &&
    !words.some((word, at) => word === words[at + 1])
  );
}

/** `crit`, `sub`: the beginning of a word, or a short one that no dictionary has. */
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
  return isSaid(name) && /^\p{L}/u.test(head) && !isBare && !/^(attach|anonymous|technical)$/.test(head);
}

/** What rows are, or what was done to them, is said without a noun. */
export function isColumnEn(name: string, field: Field | null): boolean {
  return isSaid(name) && (field?.role === 'flag' ? /^\p{L}/u.test(headOf(name)) : !NO_NOUN.test(name));
}
