const CODE = String.raw`(?:-?\d{1,4}|[A-Z]{1,3}|[a-z])`;
const CHINESE = String.raw`\p{Script=Han}[\p{Script=Han}A-Za-z]{0,11}`;
const ENGLISH = String.raw`[A-Za-z][A-Za-z'/]*(?:[ -][A-Za-z'/]+){0,4}`;
const SEPARATED = new RegExp(
  String.raw`(?<![\p{L}\d.-])(${CODE})\s*(?:[-–—:：=＝]|\bis\b|表示|代表|为)\s*(${CHINESE}|${ENGLISH})`,
  'gu',
);
/** RuoYi's form: `（0正常 1停用）`. */
const GLUED = new RegExp(String.raw`(?<![\p{L}\d.-])(\d{1,3}|[A-Z])\s?(${CHINESE})`, 'gu');

/** One item of a list with a space between code and meaning: `RCV receive, SHP ship`, `0 open / 1 waiting for parts`. */
const LISTED = new RegExp(
  String.raw`^(-?\d{1,4}|[A-Z][A-Z0-9]{0,5})\s+(?!(?:and|or|of|to|in|is|are|for)\b)(${CHINESE}|${ENGLISH})$`,
  'u',
);
const BETWEEN = /\s*[,;/|，；、／]\s*/u;

/** Characters of a comment that are read, so that no pattern takes long. */
const MOST_READ = 4_000;

const YES_AND_NO = new Map([
  ['Y', 'yes'],
  ['N', 'no'],
]);

/** Codes and their meanings in a comment: `0正常 1停用`, `1 = Pending; 2 = Approved`, `M = Male, F = Female`. */
export function commentMeanings(comment: string | null): ReadonlyMap<string, string> {
  const plain = (comment ?? '').slice(0, MOST_READ).replace(/\s+/g, ' ');
  if (/[(（]\s*Y\s*[/／,]\s*N\s*[)）]/.test(plain)) {
    return YES_AND_NO;
  }
  const separated = pairsOf(plain, SEPARATED);
  if (separated.size >= 2) {
    return separated;
  }
  const glued = pairsOf(plain, GLUED);
  return glued.size >= 2 ? glued : listed(plain);
}

/** The list is the whole comment, or all that follows its head: `type: A add, D drop`. Each of its items is a code and what it means. */
function listed(text: string): ReadonlyMap<string, string> {
  const [, list = ''] = /^(?:[^:：(（]*[:：(（])?\s*(.*?)[\s.。)）]*$/u.exec(text) ?? [];
  const items = list.split(BETWEEN).map((item) => LISTED.exec(item));
  const pairs = new Map(items.flatMap((item) => (item ? [[item[1] ?? '', item[2] ?? ''] as const] : [])));
  const areAll = items.length >= 2 && pairs.size === items.length;
  const areNumbers = [...pairs.keys()].filter((code) => /\d$/.test(code)).length;
  return areAll && (areNumbers === 0 || areNumbers === pairs.size) ? pairs : new Map();
}

/** Words of which the codes are the first letters: `Pass / Fail / Warning` for P, F and W. Empty where a code is none of them. */
export function initialMeanings(comment: string | null, codes: readonly string[]): ReadonlyMap<string, string> {
  const words = (comment ?? '').trim().split(BETWEEN);
  const byInitial = new Map(words.map((word) => [word.charAt(0).toUpperCase(), word.toLowerCase()]));
  const areWords = words.length >= 2 && words.every((word) => /^[A-Za-z][a-z]+(?: [a-z]+)*$/.test(word));
  return areWords && byInitial.size === words.length && codes.length >= 2 && codes.every((code) => byInitial.has(code))
    ? byInitial
    : new Map();
}

function pairsOf(text: string, pattern: RegExp): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(pattern)].map(([, code = '', meaning = '']) => [code, meaning.trim()]));
}
