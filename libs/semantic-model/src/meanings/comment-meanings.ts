const CODE = String.raw`(?:-?\d{1,4}|[A-Z]{1,3}|[a-z])`;
const CHINESE = String.raw`\p{Script=Han}[\p{Script=Han}A-Za-z]{0,11}`;
const ENGLISH = String.raw`[A-Za-z][A-Za-z'/]*(?:[ -][A-Za-z'/]+){0,4}`;
const SEPARATED = new RegExp(
  String.raw`(?<![\p{L}\d.-])(${CODE})\s*(?:[-–—:：=＝]|\bis\b|表示|代表|为)\s*(${CHINESE}|${ENGLISH})`,
  'gu',
);
/** RuoYi's form: `（0正常 1停用）`. */
const GLUED = new RegExp(String.raw`(?<![\p{L}\d.-])(\d{1,3}|[A-Z])\s?(${CHINESE})`, 'gu');

const YES_AND_NO = new Map([
  ['Y', 'yes'],
  ['N', 'no'],
]);

/** Codes and their meanings in a comment: `0正常 1停用`, `1 = Pending; 2 = Approved`, `M = Male, F = Female`. */
export function commentMeanings(comment: string | null): ReadonlyMap<string, string> {
  const plain = (comment ?? '').replace(/\s+/g, ' ');
  if (/[(（]\s*Y\s*[/／,]\s*N\s*[)）]/.test(plain)) {
    return YES_AND_NO;
  }
  const separated = pairsOf(plain, SEPARATED);
  if (separated.size >= 2) {
    return separated;
  }
  const glued = pairsOf(plain, GLUED);
  return glued.size >= 2 ? glued : new Map();
}

function pairsOf(text: string, pattern: RegExp): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(pattern)].map(([, code = '', meaning = '']) => [code, meaning.trim()]));
}
