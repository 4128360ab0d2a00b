import { isSpokenAcronym, isTermWord } from '#libs/lexicon';
import type { FieldRef, Leaf, Value } from '../intent.js';
import { isTitle } from '../words/part.js';

/** Columns whose values people say as they are written: `rated PG`, `in size XL`, `in EUR`, `by DHL`. */
const AS_WRITTEN =
  /(^| )(rating|size|grade|currency|blood (type|group)|make|brand|model|carrier|airline|manufacturer|exchange|ticker|country|state|province|region|language|platform|format|degree|name)( code)?$/;

/** The values of a condition are words or names that people say, and not codes that stand for something. */
export function isSayableEn(leaf: Leaf): boolean {
  switch (leaf.form) {
    case 'compare':
      return leaf.of.form !== 'field' || !/^(=|<>)$/.test(leaf.by) || isSaid(leaf.value, leaf.of);
    case 'in':
      return leaf.values.every((value) => isSaid(value, leaf.of));
    default:
      return true;
  }
}

function isSaid({ value, meaning }: Value, of: FieldRef): boolean {
  if (isTitle(of) || of.field.role === 'flag') {
    return true;
  }
  if (meaning !== null) {
    // A code in lower case is still a code.
    return meaning.en !== value.toLowerCase() || meaning.en.split(' ').every(isTermWord);
  }
  return !/\p{Script=Han}/u.test(value) && (!isCode(value) || AS_WRITTEN.test(of.field.label.en.text));
}

/** `ach`, `O`, `MJ`, `CLM`, but not `SMS`, `4G` or `CNC-1`. */
function isCode(value: string): boolean {
  const isShort = /^\p{L}$/u.test(value) || /^[^aeiouy\d\s]{2,4}$/i.test(value);
  const isInCapitals = /^[\p{Lu}_/-]+$/u.test(value);
  return (isShort || isInCapitals) && !isSpokenAcronym(value.toLowerCase());
}
