/** The parts that make one statement another kind than the next. */
const OPERATORS: readonly (readonly [string, RegExp])[] = [
  ['join', /\bjoin\b/],
  ['aggregate', /\b(count|sum|avg|min|max|percentile_cont|string_agg) \(/],
  ['group', /\bgroup by\b/],
  ['having', /\bhaving\b/],
  ['window', /\bover \(/],
  ['set', /\b(union|except|intersect)\b/],
  ['distinct', /\bdistinct\b/],
  ['order', /\border by\b(?! \S+( (asc|desc))? \))|\bfetch first\b/],
  ['nested', /\( select\b|\bwith(?! ties)\b/],
  ['date', /\b(to_char|date_trunc|extract)\b/],
];

/** The operators of a statement as one name, from its skeleton: people of a business ask for a few combinations of them. */
export function operatorsOf(skeleton: string): string {
  const known = combinations.get(skeleton);
  if (known !== undefined) {
    return known;
  }
  const found = OPERATORS.filter(([, pattern]) => pattern.test(skeleton)).map(([name]) => name);
  const combination = found.join(' + ');
  combinations.set(skeleton, combination);
  return combination;
}

/** By skeleton: a run has a few hundred of them, and asks for each many times. */
const combinations = new Map<string, string>();
