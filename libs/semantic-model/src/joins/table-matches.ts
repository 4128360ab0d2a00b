import type { JoinSchema, Target } from './join-schema.js';
import { abbreviates, compact, type Reading } from './names.js';
import type { TableName } from './table-names.js';

/** A table that a name may mean, and how well it fits. */
export interface TableMatch {
  readonly target: Target;
  readonly score: number;
  readonly role: readonly string[];
  /** `table`: it is called so · `near`: its name begins, ends or is abbreviated so. */
  readonly fit: 'table' | 'near';
}

export const EXACT = 0.95;
const WITH_ROLE = 0.85;
const GLUED_ROLE = 0.8;
const NEAR = 0.6;
/** More tables than that with one word mean nothing. */
const TOO_MANY = 20;
const ABBREVIATION = 6;

/** The tables that a reading names, exact ones before near ones. */
export function tableMatches(schema: JoinSchema, from: Target, { subject }: Reading): TableMatch[] {
  // `order_id` in a table of orders whose key is another column is a number of its own.
  if (subject.length === 0 || from.name.forms.includes(compact(subject))) {
    return [];
  }
  for (let start = 0; start < subject.length; start++) {
    const matches = namedSo(schema, from, subject.slice(start), subject.slice(0, start));
    if (matches.length > 0) {
      return matches;
    }
  }
  const glued = gluedMatches(schema, subject);
  return glued.length > 0 ? glued : nearMatches(schema, from, subject);
}

function namedSo(schema: JoinSchema, from: Target, words: readonly string[], role: readonly string[]): TableMatch[] {
  const name = compact(words);
  const base = role.length === 0 ? EXACT : WITH_ROLE;
  const plain = (schema.byForm.get(name) ?? []).map((target): TableMatch => {
    const alias = target.name.forms[0] === name ? 0 : 0.01;
    const module = target.name.module === from.name.module ? 0.01 : -0.01;
    return { target, score: base - alias + module, role, fit: 'table' };
  });
  const family = familyNames(schema, from.name).flatMap(({ prefix, plus }) =>
    (schema.byForm.get(prefix + name) ?? [])
      .filter((target) => target.name.module === from.name.module && (target !== from || role.length > 0))
      .map((target): TableMatch => ({ target, score: base + plus, role, fit: 'table' })),
  );
  const own = role.length === 0 ? plain.filter(({ target }) => target !== from) : plain;
  // `user_role` refers to roles itself; `oauth2_client` has a `client_id` of its own.
  const isLinked = (target: Target): boolean => plain.length > 0 && hasColumnFor(target, words);
  return [...own, ...family.filter(({ target }) => !isLinked(target))];
}

/**
 * Words before which a subject may stand in the name of a table near by: in `mail_log`, `template_id` means
 * `mail_template`. The whole name, its last word, and words that name a table themselves, count for more than a plain
 * `template`.
 */
function familyNames(schema: JoinSchema, { words }: TableName): { prefix: string; plus: number }[] {
  const leading = words.slice(0, -1).map((_, at) => {
    const prefix = words.slice(0, at + 1).join('');
    return { prefix, plus: schema.byForm.has(prefix) ? 0.01 : -0.02 };
  });
  const last = words.length > 1 ? [{ prefix: words.at(-1) ?? '', plus: 0.01 }] : [];
  return [{ prefix: words.join(''), plus: 0.02 }, ...last, ...leading];
}

/** The table has a reference to that thing, as a link table does. */
function hasColumnFor({ relation, key }: Target, words: readonly string[]): boolean {
  const id = `${words.join('_')}_id`;
  return relation.columns.some((column) => column !== key && column.name.toLowerCase() === id);
}

/** `shiptoaddress`: the longest table name at its end. */
function gluedMatches(schema: JoinSchema, subject: readonly string[]): TableMatch[] {
  const last = compact(subject.slice(-1));
  for (let start = 1; start <= last.length - 4; start++) {
    const found = schema.byForm.get(last.slice(start));
    if (found) {
      const role = [...subject.slice(0, -1), last.slice(0, start)];
      return found.map((target) => ({ target, score: GLUED_ROLE, role, fit: 'table' }));
    }
  }
  return [];
}

function nearMatches(schema: JoinSchema, from: Target, subject: readonly string[]): TableMatch[] {
  const others = (targets: readonly Target[] = []): Target[] => targets.filter((target) => target !== from);
  const ending = others(schema.byLast.get(subject.at(-1) ?? '')).filter(({ name }) => endsWith(name.words, subject));
  const beginning = subject.length === 1 ? shortest(others(schema.byFirst.get(subject[0] ?? ''))) : [];
  const near = ending.length > 0 ? ending : beginning;
  if (near.length > 0 && near.length <= TOO_MANY) {
    const isRelated = ({ name }: Target): boolean => name.words[0] === from.name.words[0];
    return near.map((target) => ({ target, score: NEAR + (isRelated(target) ? 0.1 : 0), role: [], fit: 'near' }));
  }
  const short = subject.at(-1) ?? '';
  const full = short.length <= ABBREVIATION ? others(schema.byLetter.get(short[0] ?? '')) : [];
  const meant = full.filter(({ name }) => abbreviates(short, name.words));
  const role = subject.slice(0, -1);
  return meant.length <= TOO_MANY ? meant.map((target) => ({ target, score: NEAR, role, fit: 'near' })) : [];
}

/** Of `gpx_files` and `gpx_file_tags`, `gpx_id` means the first. */
function shortest(targets: readonly Target[]): Target[] {
  const length = Math.min(...targets.map(({ name }) => name.words.length));
  return targets.filter(({ name }) => name.words.length === length);
}

function endsWith(words: readonly string[], ending: readonly string[]): boolean {
  return words.length > ending.length && ending.every((word, at) => words[words.length - ending.length + at] === word);
}
