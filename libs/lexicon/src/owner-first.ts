import { singularWord } from './inflection.js';

/** Those whom things are of. */
const OWNER =
  /^(user|customer|merchant|client|member|supplier|vendor|patient|student|pupil|teacher|employee|subscriber|tenant|seller|buyer|driver|shop|store|company)$/;

/**
 * Words of a table with the owner in front, as people say it: `wallet_merchant_balances` with a `merchant_id` are merchant
 * wallet balances. Names with several owners, and names that end or begin with one, stay as they are.
 * @param columns the words of each column
 */
export function ownerFirst(words: readonly string[], columns: readonly (readonly string[])[]): readonly string[] {
  const owners = words.filter((word) => OWNER.test(singularWord(word)));
  const [owner = ''] = owners;
  const at = words.indexOf(owner);
  const isReferred = columns.some(
    ([first = '', second, third]) => second === 'id' && third === undefined && first === singularWord(owner),
  );
  return owners.length !== 1 || at < 1 || at === words.length - 1 || !isReferred
    ? words
    : [singularWord(owner), ...words.filter((word) => word !== owner)];
}
