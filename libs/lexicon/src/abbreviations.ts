import { entriesOf } from './entries.js';
import { singularWord } from './inflection.js';
import { memoized } from './memoized.js';
import { ABBREVIATIONS } from './terms/abbreviations.js';

const expansions = new Map(entriesOf(ABBREVIATIONS).map(([short, long]) => [short, long.split(' ')]));

export function isAbbreviation(word: string): boolean {
  return expansions.has(word) || expansions.has(singularWord(word));
}

const QUANTIFIED =
  /^(?:quantity|qty|price|amount|amt|stock|level|age|value|val|weight|length|size|order|temp|temperature|salary|score|rate)/;

const STREET = /^(?:name|nm|addr|address|no|num|number|line|\d)$/;
const LOCATED = /^(?:id|code|cd|name|nm|no|num|number|location|address|city|region|manager)$/;

const DEPARTED = /^(?:airport|station|port|terminal|gate|city|country|delay|time|date|dt)$/;

const REGISTERED = /^(?:no|num|number|date|dt|time|at|on|fee|status|type)$/;
const SUBSCRIBED = /^(?:id|no|number|plan|date|status|start|end|type|fee|price|tier|amount)$/;

const ORIGINAL =
  /^(?:price|prc|amount|amt|cost|title|name|value|val|date|dt|language|lang|qty|quantity|currency|file|no|id)$/;

/** The words with abbreviations written out: cust, no → customer, number. */
export function expanded(words: readonly string[]): readonly string[] {
  return words.length === 0 ? words : expandedPhrase(words.join(' '));
}

const expandedPhrase = memoized((phrase: string): readonly string[] => {
  const words = phrase.split(' ');
  return words.flatMap((word, at) => expansion(word, words, at));
});

function expansion(word: string, words: readonly string[], at: number): readonly string[] {
  const [before, after] = [words[at - 1], words[at + 1]];
  switch (word) {
    case 'no':
      return before !== undefined || after === 'of' ? ['number'] : ['no'];
    case 'min':
      return after === undefined && before !== undefined && !QUANTIFIED.test(before) ? ['minute'] : ['minimum'];
    case 'inv':
      return [/^(?:no|num|number|date|dt|amt|amount|total|line)$/.test(after ?? '') ? 'invoice' : 'inventory'];
    case 'exp':
      return [/^(?:date|dt|year|yr|month|time)$/.test(after ?? '') ? 'expiry' : 'expense'];
    case 'st':
      // A street, a state, a status, a start: by itself it is where somebody lives, and before a name it is one.
      return before === undefined && after === undefined ? ['state'] : STREET.test(after ?? '') ? ['street'] : ['st'];
    case 'dc':
      return after === undefined || LOCATED.test(after) ? (expansions.get(word) ?? [word]) : [word];
    case 'sub':
      return after === undefined || SUBSCRIBED.test(after) ? ['subscription'] : ['sub'];
    case 'reg':
      return REGISTERED.test(after ?? '') || /^(?:year|date|time|fee)$/.test(before ?? '')
        ? ['registration']
        : ['region'];
    case 'orig':
      return ORIGINAL.test(after ?? '') ? ['original'] : ['origin'];
    case 'chg':
      return before !== undefined && !/^(?:price|status|last|date)$/.test(before) ? ['charge'] : ['change'];
    case 'dos':
      return /^(?:amt|amount|freq|frequency|qty|unit)$/.test(after ?? '') ? ['dose'] : ['dos'];
    case 'dep':
      return [DEPARTED.test(after ?? '') ? 'departure' : 'department'];
    case 'med':
    case 'meds':
      return [/^sch(?:ool)?$/.test(after ?? '') ? 'medical' : before === 'concomitant' ? 'medication' : 'medicine'];
    case 'bd':
      return [/^cert/.test(after ?? '') ? 'board' : 'bd'];
    case 'cert':
    case 'certificate':
      return [/^(?:bd|board)$/.test(before ?? '') ? 'certification' : 'certificate'];
    case 'adm':
    case 'admin':
      return [/^(?:rt|rte|route|dt|date|method)$/.test(after ?? '') ? 'administration' : 'admin'];
    case 'curr':
    case 'cur':
      return [after === undefined || /^(?:code|cd|name|id)$/.test(after) ? 'currency' : 'current'];
    case 'hr':
      return before === undefined ? ['hr'] : ['hour'];
    default:
      return expansions.get(word) ?? expansions.get(singularWord(word)) ?? [word];
  }
}
