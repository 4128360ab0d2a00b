import { identifierWords, singularWord, type SchemaNames } from '#libs/lexicon';
import type { ByLanguage } from '#libs/language';
import { arePeople } from '../entities/people.js';
import type { Entity, Name } from '../model.js';
import { abbreviates, readName } from './names.js';
import { doerOf, isPersonNoun, selfRole } from './people.js';

/** The two ends of a join by one column. */
export interface Link {
  readonly column: string;
  /** The column of the other end. */
  readonly key: string;
  readonly from: Pick<Entity, 'id' | 'table' | 'fields'>;
  readonly to: Pick<Entity, 'id' | 'table' | 'name' | 'description'>;
}

/** People are kept as the accounts that they log in with. */
const ACCOUNTS = /^(?:system )?(?:user|staff|employee) (?:account|login|profile)$/;

type Naming = Pick<SchemaNames, 'words'>;

/** Words before a noun that say no more than the join does. */
const BELONGING = /^(所属|所在|所|关联的?|对应的?|当前|该|本|系统|相关|归属)+/u;
const KEY_WORDS = /(的)?(主键|编号|编码|代码|工号|账号|帐号|姓名|名称|id|号码|号|码)$/iu;
const PERSON_CHINESE = /(人|员|者|师|长|医生|大夫|护士|经理|主管|主任|代表|客服|专员|助理|司机|顾问|老师|收银|负责)$/u;
/** `ship to address`, `from account`: the words before the noun are no adjective. */
const PREPOSITION = /^(to|from|via|by|for|with|at|in|on|of)$/;

/**
 * The role of the other row for this one: the dispatcher of a load among the users, the home state of a carrier, the 接诊医生
 * of a visit. Null where the name of the other table is enough; an unknown name where the column has a verb for people and
 * no noun, such as `dispensed_by`.
 */
export function linkRole(link: Link, names: Naming): ByLanguage<Name> | null {
  const { from, to, column, key } = link;
  const { subject } = readName(column);
  const written = identifierWords(column);
  const asWritten = (word: string): string => written.find((one) => singularWord(one) === word) ?? word;
  const words = /^[a-z]/i.test(column) ? subject.map(asWritten) : [];
  const said = chineseLabel(from.fields.find(({ name }) => name === column)?.description ?? null, to);
  const people =
    arePeople(tableWords(to), [to.table, to.description ?? '', to.name.zh.text]) || ACCOUNTS.test(to.name.en.text);
  if (from.id === to.id && selfRole(subject) !== null) {
    return names.words(subject, said);
  }
  const isPlain = column === key || isNameOf(words, to);
  if (people) {
    return roleOfPerson(words, isPlain, said, to, names);
  }
  if (isPlain || !isQualified(words, link)) {
    return said !== null && isPlain ? inChineseOnly(said, to, names) : null;
  }
  return names.words(words, said);
}

function roleOfPerson(
  words: readonly string[],
  isPlain: boolean,
  said: string | null,
  to: Link['to'],
  names: Naming,
): ByLanguage<Name> | null {
  const spoken = said !== null && PERSON_CHINESE.test(said) ? said : null;
  if (isPlain) {
    return spoken === null ? null : inChineseOnly(spoken, to, names);
  }
  const doer = doerOf(words);
  if (doer !== null) {
    return names.words(doer, spoken);
  }
  const own = withoutTable(words, to);
  if (isPersonNoun(own.at(-1) ?? '')) {
    return names.words(own, spoken);
  }
  if (spoken !== null) {
    return names.words([], spoken);
  }
  const isAdjective = own.length < words.length && !own.some((word) => PREPOSITION.test(word));
  if (isAdjective) {
    // Only a word that says which employee it is, as `report employee` does not.
    const role = names.words(words);
    return own.every((word) => ADJECTIVE.test(word)) ? role : { ...role, en: unknown(words).en };
  }
  return isDeed(words) ? unknown(words) : null;
}

const ADJECTIVE =
  /^(?:senior|junior|primary|secondary|current|former|lead|main|home|new|old|last|first|second|backup|parent|child|next|other|host|guest|own|partner|head|source|target|origin|destination|sales|support|business|end|key|team|field|shop|store|bill|billing|ship|shipping|\w{2,}(?:ing|ed|al|ous|ible|able|ive|ant|ent|ary))$/;

/** `dispensed by`, `entered by`: a verb without a noun for the person. */
function isDeed(words: readonly string[]): boolean {
  return words.length > 1 && words.at(-1) === 'by';
}

function unknown(words: readonly string[]): ByLanguage<Name> {
  const text = words.join('_');
  const name: Name = { text, plural: text, measureWord: null, known: false, synonyms: [] };
  return { en: name, zh: name };
}

/** The Chinese of a comment; English keeps the name of the table. */
function inChineseOnly(said: string, { name }: Link['to'], names: Naming): ByLanguage<Name> {
  return { en: name.en, zh: names.words([], said).zh };
}

/** The head of a Chinese comment without words for keys; null where it is the name of the table, or no Chinese. */
function chineseLabel(comment: string | null, { name, description }: Link['to']): string | null {
  const [head = ''] = /^[\p{Script=Han}]+/u.exec(comment ?? '') ?? [];
  const label = head.replace(KEY_WORDS, '').replace(BELONGING, '');
  const isOwn = [name.zh.text, description ?? ''].some((text) => text !== '' && text.includes(label));
  return label.length < 2 || label.length > 8 || isOwn ? null : label;
}

function tableWords({ table }: Link['to']): readonly string[] {
  return identifierWords(table).map(singularWord);
}

function isNameOf(words: readonly string[], to: Link['to']): boolean {
  const own = [
    ...tableWords(to),
    ...to.name.en.text.split(' '),
    ...to.name.en.synonyms.flatMap((one) => one.split(' ')),
  ];
  const joined = own.join('');
  return words.every(
    (word) =>
      own.includes(singularWord(word)) || joined.includes(word) || own.some((whole) => abbreviates(word, [whole])),
  );
}

/** csr user → csr: a noun of its own before the name of the table. */
function withoutTable(words: readonly string[], to: Link['to']): readonly string[] {
  return words.length > 1 && isNameOf(words.slice(-1), to) ? words.slice(0, -1) : words;
}

/** An adjective before the name of the table, which is no word of the table that the column is in. */
function isQualified(words: readonly string[], { from, to }: Link): boolean {
  const adjective = words.slice(0, -1);
  const own = identifierWords(from.table).map(singularWord);
  return (
    adjective.length > 0 &&
    isNameOf(words.slice(-1), to) &&
    !adjective.some((word) => PREPOSITION.test(word) || own.includes(word))
  );
}
