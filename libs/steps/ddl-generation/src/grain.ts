import type { ByLanguage, Language } from '#libs/language';
import { restOfName } from '#libs/lexicon';
import type { Entity, Name } from '#libs/semantic-model';
import type { TableMeaning } from './table-meaning.js';

interface GrainWords {
  readonly row: (name: Name) => string;
  /** A row of which each belongs to a row of another table: a result of a treatment. */
  readonly part: (name: Name, owner: Name) => string;
  readonly link: (one: Name, other: Name) => string;
  readonly key: (columns: readonly string[]) => string;
  /** Where the things have no name. */
  readonly anyRow: (key: string) => string;
  readonly found: string;
  readonly sentence: (parts: readonly string[]) => string;
}

const WORDS: ByLanguage<GrainWords> = {
  zh: {
    row: ({ text, measureWord }) => `每行为一${measureWord ?? '条'}${text}${measureWord === null ? '记录' : ''}`,
    part: (name, owner) => `每行为一${counted(owner)}的一${counted(withoutOwner(name, owner))}`,
    link: (one, other) => `每行表示一${counted(one)}与一${counted(other)}的关联`,
    key: (columns) => `由 ${columns.join('、')} ${columns.length > 1 ? '共同' : ''}标识`,
    anyRow: (key) => `每行${key}`,
    found: '（根据数据判断）',
    sentence: (parts) => `${parts.join('，')}。`,
  },
  en: {
    row: ({ text }) => `each row is one ${text}`,
    part: (name, owner) => `each row is one ${withoutOwner(name, owner).text} of one ${owner.text}`,
    link: (one, other) => `each row links one ${one.text} to one ${other.text}`,
    key: (columns) => `identified by ${columns.join(' and ')}${columns.length > 1 ? ' together' : ''}`,
    anyRow: (key) => `each row is ${key}`,
    found: ' (found in the rows)',
    sentence: (parts) => {
      const text = parts.join(', ');
      return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
    },
  },
};

function counted({ text, measureWord }: Name): string {
  return `${measureWord ?? '个'}${text}`;
}

/** 学生课程 of a 学生 is a 课程. */
function withoutOwner(name: Name, owner: Name): Name {
  const rest = restOfName(name.text, owner.text).trim();
  return [...rest].length > 1 ? { ...name, text: rest } : name;
}

/** One sentence: of which things the table holds one row each, and which columns tell rows apart. Empty if unknown. */
export function grainSentence(meaning: TableMeaning | undefined, language: Language): string {
  if (meaning === undefined) {
    return '';
  }
  const words = WORDS[language];
  const { entity } = meaning;
  const name = entity.name[language];
  const owner = ownerOf(meaning, language);
  const own = owner === null ? words.row(name) : words.part(name, owner);
  const what = linked(meaning, language) ?? (name.known ? own : null);
  const key = entity.key.length > 0 ? `${words.key(entity.key)}${isFound(entity) ? words.found : ''}` : null;
  if (what === null) {
    return key === null ? '' : words.sentence([words.anyRow(key)]);
  }
  return words.sentence(key === null ? [what] : [what, key]);
}

function isFound({ evidence: { key } }: Entity): boolean {
  return key?.source === 'data';
}

/** The only thing that a row of results or of events is about; null where it stands for itself or is about several. */
function ownerOf({ entity, outgoing, entityOf }: TableMeaning, language: Language): Name | null {
  const facts = outgoing.filter(({ standing, to }) => standing === 'fact' && to !== entity.id);
  const targets = [...new Set(facts.map(({ to }) => to))].flatMap((to) => entityOf(to) ?? []);
  const [owner, more] = targets.filter(({ kind }) => kind !== 'lookup');
  const isPart = entity.kind === 'event' || entity.kind === 'line' || entity.kind === 'snapshot';
  const isOne = isPart && owner !== undefined && more === undefined && facts.length === 1 && !facts[0]?.optional;
  return isOne && owner.name[language].known ? owner.name[language] : null;
}

/** A link table joins the two things that its key names. */
function linked({ entity, outgoing, entityOf }: TableMeaning, language: Language): string | null {
  const ends = outgoing
    .filter(({ standing, to }) => standing === 'fact' && to !== entity.id)
    .filter(({ fromFields }) => fromFields.every((field) => entity.key.includes(field)))
    .flatMap(({ to }) => entityOf(to) ?? []);
  const [one, other] = ends.map(({ name }) => name[language]);
  const isLink = entity.kind === 'link' && ends.length === 2 && one?.known && other?.known;
  return isLink ? WORDS[language].link(one, other) : null;
}
