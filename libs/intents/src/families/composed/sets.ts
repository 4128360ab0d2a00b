import { pluralWord } from '#libs/lexicon';
import type { Entity } from '#libs/semantic-model';
import { allOf } from '../../conditions.js';
import { intentOf, type Condition, type FieldRef, type Path, type Value } from '../../intent.js';
import { renderIntent } from '../../sql/render-intent.js';
import type { Names } from '../../words/names.js';
import { rowsEn } from '../../words/en/conditions.js';
import { asDeeds } from '../../words/en/deeds.js';
import { arePeople, areStaff } from '../../words/en/people.js';
import { doneWith, PROVIDERS } from '../../words/en/verbs.js';
import { deniedZh } from '../../words/zh/deeds.js';
import { hasWithZh } from '../../words/zh/two-values.js';
import { isState } from '../asked-columns.js';
import type { Composed, Family } from '../family.js';
import { isPeople } from '../people.js';
import { SubjectParts } from '../subject-parts.js';
import { pathsToMany } from '../ways.js';
import { Scene, type Wordings } from './scene.js';

/** Two values of one column of the rows that refer to the subject. */
interface Alternatives {
  readonly path: Path;
  readonly rows: Entity;
  readonly of: FieldRef;
  readonly values: readonly [Value, Value];
}

function* alternativesOf({ index, subject, language }: SubjectParts): Iterable<Alternatives> {
  for (const path of pathsToMany(index, subject)) {
    const rows = path[0]?.target;
    // Unnatural wording: `products that have lines of orders shipped to London`.
    if (!rows || rows.kind === 'line' || !areSeveral(path)) {
      continue;
    }
    const parts = new SubjectParts(index, rows, language);
    const equal = [...parts.ownConditions, ...parts.linkedConditions].flatMap((leaf) =>
      leaf.form === 'compare' && leaf.by === '=' && leaf.of.form === 'field' && leaf.of.field.role !== 'flag'
        ? [{ of: leaf.of, value: leaf.value }]
        : [],
    );
    // What the subject decides is the same for all of its rows.
    const others = equal.filter(
      ({ of }) => of.path.every(({ target }) => target !== subject) && !isTraitOfOther(of) && !isStateOfOther(of),
    );
    for (const [of, leaves] of Map.groupBy(others, (leaf) => leaf.of)) {
      const [first, second] = leaves;
      if (first && second) {
        yield { path, rows, of, values: [first.value, second.value] };
      }
    }
  }
}

/** Who a row is about has one gender and lives in one place: comparing them says nothing of the subject. */
function isTraitOfOther({ path, entity }: FieldRef): boolean {
  return path.length > 0 && isPeople(entity);
}

/** Trips of vehicles that are in repair by now: the state is of today, and not of the trip. */
function isStateOfOther({ path, field }: FieldRef): boolean {
  return path.length > 0 && isState(field);
}

/** Owners have several rows: one row cannot have two values. */
function areSeveral(path: Path): boolean {
  const step = path[0];
  const owners = step?.direction === 'in' ? step.relationship.distinctCount : null;
  const rows = step?.target.rowCount ?? null;
  return owners === null || rows === null || rows >= owners * 1.5;
}

const having = (path: Path, of: FieldRef, value: Value, negated: boolean): Condition => ({
  form: 'exists',
  path,
  where: { form: 'compare', of, by: '=', value },
  negated,
});

/** @param counterpart other rows exist as well: without them, one of the two conditions would say nothing */
function compose(
  parts: SubjectParts,
  where: Condition | null,
  counterpart: Condition | null,
  wordings: Wordings,
): Composed {
  const near = intentOf(parts.subject, { where });
  const other = renderIntent(intentOf(parts.subject, { where: counterpart }), parts.language);
  return {
    ...new Scene(parts).compose(near, '', wordings),
    ...renderIntent(near, parts.language),
    checks: [{ sql: other.sql, leastRows: 1 }],
  };
}

/** `orders shipped to London`, `sales of cars from 2022`. */
function spokenRows(rows: Entity, of: FieldRef, value: Value, names: Names): string {
  return rowsEn(names.entity(rows).plural, rows, { form: 'compare', of, by: '=', value }, names).text;
}

/** `placed both orders …`, `bought cars from 2022 but no cars from 2023`, `were treated with both …`; `have …` of what is only there. */
export function didEn(many: string, rows: Entity, what: string): string {
  const { name } = rows;
  if (arePeople(many) && /(^| )sale$/.test(name.en.text)) {
    return `${areStaff(many) ? 'sold' : 'bought'} ${what.replaceAll(`${name.en.plural} of `, '')}`;
  }
  const drugs = what.replaceAll(
    /\btreatments (?:for (?:drug|medicine|medication)|with(?: (?:drug|medicine|medication))?) /g,
    '',
  );
  if (PROVIDERS.test(many) && name.en.text === 'treatment' && !drugs.includes('treatment')) {
    return `prescribed ${drugs.replace(' but no ', ' but not ')}`;
  }
  // Doctors treat, and are not treated.
  if (arePeople(many) && !PROVIDERS.test(many) && name.en.text === 'treatment' && !drugs.includes('treatment')) {
    return drugs.startsWith('both ')
      ? `were treated with ${drugs}`
      : `were treated with ${drugs.replace(' but no ', ' but not with ')}`;
  }
  if (name.en.text === 'treatment' && /(^| )(drug|medicine|medication)s$/.test(many)) {
    return `were used in ${what.replace(' but no ', ' but in no ')}`;
  }
  return `${doneWith(many, rows, name.en.text)?.past ?? 'have'} ${what}`;
}

/** `orders shipped by both A and B`, `both cancelled and paid orders`: what the two have in common is said once. */
export function bothEn(one: string, other: string): string {
  const [first, second] = [one.split(' '), other.split(' ')];
  const same = (words: readonly string[], others: readonly string[]): number => {
    const at = words.findIndex((word, index) => word !== others[index]);
    return at < 0 ? words.length : at;
  };
  const start = same(first, second);
  const head = first.slice(0, start).join(' ');
  const [a, b] = [first, second].map((words) => words.slice(start).join(' '));
  if (start === 0) {
    const end = same(first.toReversed(), second.toReversed());
    const short = [first, second].map((words) => words.slice(0, words.length - end).join(' '));
    const rest = first.slice(first.length - end).join(' ');
    return end > 0 && short.every((word) => /^[\w-]+$/.test(word))
      ? `both ${short.join(' and ')} ${rest}`
      : `both ${one} and ${other}`;
  }
  const [, before = '', noun = ''] = /^(.* )?(\S+) rated$/.exec(head) ?? [];
  if (noun !== '') {
    return `${before}both ${a} and ${b} ${noun}`;
  }
  const drug = /^(.*) (?:for|with) (?:drug|medicine|medication)$/.exec(head)?.[1];
  if (drug !== undefined) {
    return `${drug} with both ${a} and ${b}`;
  }
  const inGroup = /^(.* in) the$/.exec(head)?.[1];
  if (inGroup !== undefined) {
    const [group = '', other] = [a, b].map((text) => text?.split(' ').at(-1));
    const [x, y] = [a, b].map((text) => text?.slice(0, -group.length - 1));
    return group === other && x && y
      ? `${inGroup} both the ${x} and ${y} ${pluralWord(group)}`
      : `${inGroup} both the ${a} and the ${b}`;
  }
  // No order is assigned to both carriers.
  return /(^| )(by|from|to|in|at|with|for)$/.test(head) &&
    !/ (assigned to|address in)$/.test(head) &&
    a !== '' &&
    b !== ''
    ? `${head} both ${a} and ${b}`
    : asWellEn(one, other, first[0] ?? '');
}

/** `orders assigned to A as well as ones assigned to B`: `both orders …` would be read as two orders. */
function asWellEn(one: string, other: string, noun: string): string {
  return /s$/.test(noun) && other.startsWith(`${noun} `)
    ? `${one} as well as ones${other.slice(noun.length)}`
    : `both ${one} and ${other}`;
}

/** Those that have rows of both values. */
export const bothOf: Family = {
  name: 'both_of',
  isSeldom: true,
  *propose(parts) {
    if (parts.subject.title.length === 0 || parts.subject.kind !== 'thing') {
      return;
    }
    for (const { path, rows, of, values } of alternativesOf(parts)) {
      const [a, b] = values;
      const [ofA, ofB] = [having(path, of, a, false), having(path, of, b, false)];
      yield compose(parts, allOf([ofA, ofB]), allOf([ofA, having(path, of, b, true)]), {
        en: (names) => {
          const many = names.entity(parts.subject).plural;
          const [one, other] = [spokenRows(rows, of, a, names), spokenRows(rows, of, b, names)];
          const both = `both ${one} and ${other}`;
          return [asDeeds(`which ${many} ${didEn(many, rows, both).replace(both, bothEn(one, other))}?`)];
        },
        zh: (names) => {
          const [one, other] = [a, b].map((value) => hasWithZh(parts.subject, path, of, value, names));
          const { text } = names.entity(parts.subject);
          return [`哪些${text}既${one}，又${other}？`, `列出既${one}、又${other}的${text}。`];
        },
      });
    }
  },
};

/** Those that have rows of one value and none of the other. */
export const oneWithoutOther: Family = {
  name: 'one_without_other',
  isSeldom: true,
  *propose(parts) {
    if (parts.subject.title.length === 0 || parts.subject.kind !== 'thing') {
      return;
    }
    for (const { path, rows, of, values } of alternativesOf(parts)) {
      const [a, b] = values;
      const [ofA, ofB] = [having(path, of, a, false), having(path, of, b, false)];
      yield compose(parts, allOf([ofA, having(path, of, b, true)]), allOf([ofA, ofB]), {
        en: (names) => {
          const many = names.entity(parts.subject).plural;
          const [one, other] = [spokenRows(rows, of, a, names), spokenRows(rows, of, b, names)];
          return [asDeeds(`which ${many} ${didEn(many, rows, `${one} but no ${other}`)}?`)];
        },
        zh: (names) => {
          const [one = '', other = ''] = [a, b].map((value) => hasWithZh(parts.subject, path, of, value, names));
          const { text } = names.entity(parts.subject);
          return [`哪些${text}${one}，但${deniedZh(other)}？`, `列出${one}、但${deniedZh(other)}的${text}。`];
        },
      });
    }
  },
};
