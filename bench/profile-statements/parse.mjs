/** Statements of a `_detail.md` file in English about the values of its columns, as `{ column, fact, … }`. */

const FACTS = [
  [/^always empty so far(?=, |$)/, () => ({ fact: 'null share', share: '100%' })],
  [/^(<?[\d.]+%) null(?=, |$)/, ([, share]) => ({ fact: 'null share', share })],
  [/^(<?[\d.]+%) empty texts(?=, |$)/, ([, share]) => ({ fact: 'shares', values: [{ value: "''", share }] })],
  [/^every value is an empty text$/, () => ({ fact: 'only value', value: "''" })],
  [/^every value is (.*)$/, ([, value]) => ({ fact: 'only value', value })],
  [/^all distinct(?=, |$)/, () => ({ fact: 'all distinct' })],
  [/^about (\d+) distinct(?=, |$)/, ([, count]) => ({ fact: 'distinct', count: Number(count) })],
  [
    /^(in a sample )?(\d+)(?: to (\d+))? elements? a row(?=, |$)/,
    ([, sampled, least, most]) => ({ fact: 'elements', least, most: most ?? least, sampled: sampled !== undefined }),
  ],
  [
    /^from (.+?) to (.+?)(?=, most frequent |, (?:in a sample )?average length |$)/,
    ([, least, greatest]) => ({ fact: 'range', least, greatest }),
  ],
  [
    /^most frequent (.+?)(?=, (?:in a sample )?average length |$)/,
    ([, list]) => ({ fact: 'shares', values: sharesOf(list) }),
  ],
  [
    /^(in a sample )?average length (above )?(\d+)$/,
    ([, sampled, above, length]) => ({
      fact: 'average length',
      length: Number(length),
      above: above !== undefined,
      sampled: sampled !== undefined,
    }),
  ],
];

const NOTES = [
  [/^(.+?) takes one of the values: (.*)$/s, ([, column, list]) => ({ column, fact: 'values', values: listOf(list) })],
  [
    /^(.+?) is a flag, values: (.*)$/s,
    ([, column, list]) => ({ column, fact: 'shares', values: sharesOf(list).map(withoutMeaning) }),
  ],
  [
    /^values of (.+?) mean: (.*)$/s,
    ([, column, list]) => ({ column, fact: 'shares', values: sharesOf(list).map(withoutMeaning) }),
  ],
  [/^values of (.+?) in a sample: (.*)$/s, ([, column, list]) => ({ column, fact: 'examples', values: listOf(list) })],
  [
    /^rows reach from (\S+) to (\S+) \((.*)\)$/,
    ([, least, greatest, column]) => ({ column, fact: 'days', least, greatest }),
  ],
];

/**
 * @param {string} text of the file
 * @param {readonly string[]} columns of its relation
 */
export function statementsOf(text, columns) {
  const lines = text.split('\n');
  const from = (heading) => {
    const start = lines.indexOf(heading);
    const rest = start < 0 ? [] : lines.slice(start + 1);
    const end = rest.findIndex((line) => !line.startsWith('- '));
    return rest.slice(0, end < 0 ? rest.length : end).map((line) => line.slice(2));
  };
  const masked = new Set(
    from('Notes:').flatMap((note) => {
      const [, list = ''] = /^personal or secret values, (?:examples masked|not shown): (.*)$/.exec(note) ?? [];
      return columns.filter((column) => `, ${list}, `.includes(`, ${column}, `));
    }),
  );
  const profile = from('Data profile:');
  const sample = /measured on a sample of (\d+)/.exec(profile[0] ?? '')?.[1];
  const statements = [
    ...from('Columns:').flatMap((line) => examplesOf(line, columns)),
    ...from('Notes:').flatMap(noteOf),
    ...profile.flatMap((line) => factsOf(line, columns)),
  ];
  return {
    sample: sample === undefined ? null : Number(sample),
    statements: statements.filter(({ column }) => !masked.has(column)),
  };
}

const longestFirst = (columns) => columns.toSorted((a, b) => b.length - a.length);

function examplesOf(line, columns) {
  const column = longestFirst(columns).find((name) => line.startsWith(`${name} (`));
  const list = / \[examples: (.*)\]$/.exec(line)?.[1];
  return column !== undefined && list !== undefined ? [{ column, fact: 'examples', values: listOf(list) }] : [];
}

function noteOf(note) {
  for (const [pattern, statement] of NOTES) {
    const match = pattern.exec(note);
    if (match) {
      return [statement(match)];
    }
  }
  return [];
}

function factsOf(line, columns) {
  if (line.startsWith('what follows was measured')) {
    return [];
  }
  const rows = /^(?:(?:about )?(\d+) rows?|(no rows) so far)/.exec(line);
  if (rows) {
    return [{ column: null, fact: 'rows', count: Number(rows[1] ?? 0) }];
  }
  const column = longestFirst(columns).find((name) => line.startsWith(`${name}: `));
  const statements = [];
  let [ofElements, sampled] = [false, false];
  let rest = column === undefined ? '' : line.slice(column.length + 2);
  while (rest !== '') {
    const match = FACTS.map(([pattern, statement]) => [pattern.exec(rest), statement]).find(([found]) => found);
    if (match === undefined) {
      return [...statements, { column, fact: 'unknown', text: rest }];
    }
    const statement = match[1](match[0]);
    statements.push({ column, ofElements, sampled, ...statement });
    ofElements ||= statement.fact === 'elements';
    sampled ||= ofElements && statement.sampled;
    rest = rest.slice(match[0][0].length).replace(/^, /, '');
  }
  return statements;
}

/** Elements as `listedValue` writes them. */
function listOf(list) {
  return [...list.matchAll(/('(?:[^']|'')*'|(?:[^,]|,(?! ))+)(?:, |$)/g)].map(([, element]) => element);
}

/** `value (12%)`, or a value without its share. */
function sharesOf(list) {
  // A quote within a value quotes nothing: q'0 (25%), q'1 (25%).
  const elements = list.matchAll(/(?:^|, )((?:'(?:[^']|'')*')?(?:='(?:[^']|'')*'|[^,]|,(?! ))*)/g);
  return [...elements]
    .map(([, element]) => element.trim())
    .filter(Boolean)
    .filter((element) => !/^… \(\d+ more\)$/.test(element))
    .map((element) => {
      const [, value, share] = /^(.*?)(?: \((<?[\d.]+%)\))?$/s.exec(element);
      return { value, share: share ?? null };
    });
}

/** `1=yes` */
function withoutMeaning({ value, share }) {
  return { value: /^('(?:[^']|'')*'|[^=]*)(?:=.*)?$/s.exec(value)[1], share };
}
