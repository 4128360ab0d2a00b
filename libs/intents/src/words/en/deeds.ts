const DRUG = '(?:drug|medicine|medication)';
const TREATED = new RegExp(`\\b(?:have|had) treatments (?:for|with) (?:${DRUG} (?=\\S)|(?=${DRUG}s\\b))`);
const TREATMENTS = new RegExp(`\\btreatments (?:for|with) (?:${DRUG} (?=\\S)|(?=${DRUG}s\\b))`);
const MADE = /\bmade (both )?(rental|purchase|booking)s of (.*)$/;
const DONE: Readonly<Record<string, string>> = { rental: 'rented', purchase: 'purchased', booking: 'booked' };

/** `rented films`, `rented films rated PG but no films rated R`, `were treated with Medicol`: by the verb of what was done. */
export function asDeeds(text: string): string {
  return text
    .replace(MADE, (_, both: string | undefined, deed: string, what: string) => {
      const bare = what.replaceAll(new RegExp(`\\b(and|but no) ${deed}s of `, 'g'), '$1 ');
      return `${DONE[deed]} ${both ?? ''}${bare}`;
    })
    .replace(TREATED, 'were treated with ')
    .replace(TREATMENTS, 'treatments with ');
}
