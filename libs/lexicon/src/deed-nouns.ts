/** The noun for what was done. */
const NOUNS: ReadonlyMap<string, string> = new Map(
  (
    'shipped shipment|ship shipment|delivered delivery|completed completion|created creation|create creation|paid payment|closed closing|' +
    'opened opening|resolved resolution|approved approval|returned return|received receipt|verified verification|' +
    'discharged discharge|admitted admission|ordered order|booked booking|requested request|submitted submission|' +
    'cancelled cancellation|registered registration|issued issue|terminated termination|hired hire|reported report|' +
    'invoiced invoice|dispatched dispatch|processed processing|started start|ended end|finished completion|joined join|' +
    'accepted acceptance|arrived arrival|departed departure|enrolled enrolment|confirmed confirmation|paid payment|' +
    'left departure|settled settlement|loaned loan|borrowed loan|filed filing|purchased purchase|published publication|released release|launched launch|manufactured production|born birth'
  )
    .split('|')
    .map((pair): [string, string] => [pair.slice(0, pair.indexOf(' ')), pair.slice(pair.indexOf(' ') + 1)]),
);

/** `shipment` for `shipped`, `filing` for `filed`; other last words stay as they are. */
export function deedNoun(text: string): string {
  return text.replace(/\S+$/, (word) => NOUNS.get(word) ?? (/[^e]ed$/.test(word) ? word.replace(/ed$/, 'ing') : word));
}
