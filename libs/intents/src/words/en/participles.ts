/** Deeds of the rows themselves, said without `were`. */
export const ACTIVE =
  /^(took effect|went on sale|joined|started|ended|registered|enrolled|graduated|retired|resigned|arrived|departed|expired|occurred)$/;

const PARTICIPLES: ReadonlyMap<string, string> = new Map(
  (
    'create created|creation created|hire hired|registration registered|register registered|release released|issue issued|' +
    'purchase purchased|publication published|publish published|delivery delivered|deliver delivered|payment paid|pay paid|' +
    'birth born|admission admitted|admit admitted|discharge discharged|join joined|start started|begin started|end ended|' +
    'signup registered|submission submitted|submit submitted|completion completed|complete completed|launch launched|' +
    'approval approved|approve approved|enrollment enrolled|enrolment enrolled|booking booked|book booked|rental rented|' +
    'return returned|ship shipped|loan loaned|settlement settled|settle settled|order ordered|termination terminated|' +
    'opening opened|open opened|closing closed|close closed|update updated|invoice invoiced|dispense dispensed|' +
    'execution executed|execute executed|audit audited|review reviewed|inspection inspected|inspect inspected|' +
    'confirmation confirmed|confirm confirmed|cancellation cancelled|cancel cancelled|activation activated|activate activated|' +
    'verification verified|verify verified|production produced|produce produced|manufacture manufactured|receive received|' +
    'receipt received|dispatch dispatched|check checked|sign signed|signing signed|send sent|finish finished|assign assigned|' +
    'recharge recharged|refund refunded|resolution resolved|resolve resolved|installation installed|install installed|' +
    'handle handled|process processed|record recorded|upload uploaded|modify modified'
  )
    .split('|')
    .map((pair): [string, string] => [pair.slice(0, pair.indexOf(' ')), pair.slice(pair.indexOf(' ') + 1)]),
);

/** Rows that take effect on a day, and do not start. */
const HOLDS = /(^| )(bill of materials|price|rate|cost|tariff|version|rule|policy)$/;
const REGULAR = /^[a-z]+[^e]ed$/;
const IRREGULAR = /^(sent|paid|sold|built|made|bought|held|given|taken|written|born|drawn|withdrawn|lent|found|lost)$/;
const WHEN = /^(date|time|day|timestamp|at|on)$/;
/** `last inspected`, `picked up`: more words than one that say what was done. */
const LONGER = /^(?:(?:last|first) [a-z]+[^e]ed|[a-z]+[^e]ed (?:up|off|out|in|down|back)|taken (?:over|out|back))$/;

/** `created` of a create time, `shipped` of a shipped date; null where the name says nothing that was done to the row. */
export function participleOf(label: string, noun: string): string | null {
  if (/^(sell|sale|sales) start (date|time)$/.test(label)) {
    return 'went on sale';
  }
  if (/^start (date|time)$/.test(label) && HOLDS.test(noun)) {
    return 'took effect';
  }
  if (/^(effective|valid) (date|from|from date|since)$/.test(label)) {
    return 'took effect';
  }
  const words = label.split(' ');
  if (words.length < 2 || !WHEN.test(words.at(-1) ?? '')) {
    return null;
  }
  const last = noun.split(' ').at(-1) ?? '';
  // The session start of sessions
  const said = (words[0] === last && words.length > 2 ? words.slice(1, -1) : words.slice(0, -1)).join(' ');
  if (/^(in|into) (service|use|operation)$/.test(said)) {
    return said.replace(/^in(?:to)?/, 'put into');
  }
  return LONGER.test(said) ? said : pastOf(said);
}

/** `approved` of `approval`, `approve` and `approved`; null for other words. */
export function pastOf(word: string): string | null {
  return PARTICIPLES.get(word) ?? (REGULAR.test(word) || IRREGULAR.test(word) ? word : null);
}
