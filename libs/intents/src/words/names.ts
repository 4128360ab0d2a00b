import { pluralWord } from '#libs/lexicon';
import type { ByLanguage, Language } from '#libs/language';
import type { Entity, Field, Metric, Name } from '#libs/semantic-model';
import { CERTAINTY } from '../certain/by-language.js';
import type { Path, Step, Value } from '../intent.js';

/** A meaning that was written in another language only says nothing in this one. */
const MEANT: ByLanguage<(text: string) => boolean> = {
  en: (text) => !/\p{Script=Han}/u.test(text),
  zh: (text) => !/^[a-z']+( [a-z']+)*$/.test(text),
};

/** Letters that are spoken one by one are written in capitals: `ETF`. */
const LETTERS = /^(etf|vip|sms|url|api|atm|pos|pdf|gps|usd|eur|gbp|faq|hr|dvd|cd|tv|suv|bmw|kyc|vat|rfq|b2b|b2c)$/;
const SPELT: ByLanguage<(text: string) => string> = {
  en: (text) => (LETTERS.test(text) ? text.toUpperCase() : text),
  zh: (text) => text,
};

/** A role that was read from a column has one form only. */
const PLURAL: ByLanguage<(name: Name) => string> = {
  en: ({ text, plural }) => (plural === text ? text.replace(/\S+$/, pluralWord) : plural),
  zh: ({ plural }) => plural,
};

/** A role that only says where the row is in a tree takes the noun of the table; people are 上级 by themselves. */
const ROLE: ByLanguage<(role: string, own: Name) => string> = {
  en: (role, { text }) => (/^(parent|child)$/.test(role) ? `${role} ${text}` : role),
  zh: (role, { text }) =>
    /^(上级|下级|父级)$/u.test(role) && !/(员工|用户|职员|雇员|人员|员|者)$/u.test(text) ? `${role}${text}` : role,
};

/** `pg 13` says no more than `PG-13`. */
function respells(meaning: string, value: string): boolean {
  const plain = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase();
  return /\d/.test(value) && plain(meaning) === plain(value);
}

/** Rows of one title several times are no kinds: medicines taken are counted as records of medicines. */
const areRecords = ({ name, titleRepeats, fields, rowCount }: Entity): boolean =>
  name.zh.measureWord === '种' && titleRepeats && !fields.some((field) => isOwnCode(field, rowCount));

/** A code for each row: a list of medicines has several packs of one name. */
const isOwnCode = ({ role, typeCategory, distinctCount }: Field, rowCount: number | null): boolean =>
  (role === 'code' || (role === 'key' && typeCategory === 'S')) &&
  rowCount !== null &&
  (distinctCount ?? 0) >= rowCount;

/** Not a noun by itself: the rows of 学生应收 are records of it. */
const OWED = /(应收|应付|实收|实付|预收|预付|已收|已付)$/u;

const RECORDS: ByLanguage<(name: Name, entity: Entity) => Name> = {
  // An outcome is what came of it; people count what was noted of it.
  en: (name, entity) =>
    /(^| )outcome$/.test(name.text) && entity.kind !== 'lookup'
      ? { ...name, text: `${name.text} record`, plural: `${name.text} records` }
      : spokenEn(name),
  zh: (name, entity) =>
    areRecords(entity) || OWED.test(name.text)
      ? {
          ...name,
          text: name.text.replace(/(?:记录)?$/u, '记录'),
          plural: name.text.replace(/(?:记录)?$/u, '记录'),
          measureWord: '条',
        }
      : name,
};

/** Ship methods are shipping methods; the data of a dictionary are its entries. */
function spokenEn(name: Name): Name {
  const spoken = (text: string): string =>
    text
      .replace(/\bship (?=(method|mode)s?$)/, 'shipping ')
      .replace(/\bdict(ionary)? data( records?)?$/, 'dictionary entry');
  const text = spoken(name.text);
  return text === name.text ? name : { ...name, text, plural: text.replace(/\S+$/, pluralWord) };
}

/** Codes are said by what they mean: 民族 of 民族代码. */
const MEANT_BY: ByLanguage<(name: Name) => Name> = {
  en: (name) => name,
  zh: (name) => {
    const text = name.text.replace(/(?<=\p{Script=Han}{2})(?:代码|编码)$/u, '');
    return text === name.text ? name : { ...name, text, plural: text };
  },
};

/** A number whose name does not say what it counts: `total_num`, but not 号源总数. */
const BARE_NUMBER: ByLanguage<RegExp> = {
  en: /^(total|used|current|actual|initial|remaining|left) (number|count)$/,
  zh: /^(总|已用|当前|实际|剩余)(数|个数)$/u,
};

/** Whether people would know the table by its name; if not, only its identifier can stand in a question. */
export function hasSureName({ name }: Pick<Entity, 'name'>, language: Language): boolean {
  const { text, known, isGuessed } = name[language];
  return known && !isGuessed && CERTAINTY[language].isThing(text);
}

/** The nouns of a model in one language. It notices a name that is not understood: such a question is not asked. */
export class Names {
  private complete = true;

  /** @param subject may stand as an identifier when its name is unknown; other tables may not. */
  constructor(
    readonly language: Language,
    private readonly subject: Entity | null,
  ) {}

  /** False once an unknown name was given out, or words were refused. */
  get isComplete(): boolean {
    return this.complete;
  }

  /** The subject may stand as an identifier in code style. */
  entity(entity: Entity): Name {
    const { name, table } = entity;
    const own = name[this.language];
    const isSure = hasSureName(entity, this.language);
    this.complete &&= isSure || entity === this.subject;
    return isSure ? RECORDS[this.language](own, entity) : { ...own, text: `\`${table}\``, plural: `\`${table}\`` };
  }

  field(field: Field): Name {
    const name = field.label[this.language];
    const isSure = CERTAINTY[this.language].isColumn(name.text, field);
    this.complete &&= isSure && !BARE_NUMBER[this.language].test(name.text);
    return this.noticed(field.values.some(({ meaning }) => meaning !== null) ? MEANT_BY[this.language](name) : name);
  }

  metric({ name }: Metric): Name {
    this.complete &&= CERTAINTY[this.language].isColumn(name[this.language].text, null);
    return this.noticed(name[this.language]);
  }

  /** The role of the entity at the end of the step; its own name where the step has none. */
  role({ relationship, direction, target }: Step): Name {
    const role = direction === 'out' ? relationship.role?.[this.language] : undefined;
    if (!role) {
      return this.entity(target);
    }
    const own = target.name[this.language];
    const measureWord = role.measureWord ?? own.measureWord;
    const text = ROLE[this.language](role.text, own);
    const plural = text === role.text ? role.plural : text;
    this.complete &&= CERTAINTY[this.language].isRole(text);
    return this.noticed({ ...role, text, plural: PLURAL[this.language]({ ...role, text, plural }), measureWord });
  }

  /** The entity at the end of the path, by its role. */
  end(subject: Entity, path: Path): Name {
    const last = path.at(-1);
    return last ? this.role(last) : this.entity(subject);
  }

  /** The meaning of a code; a value that speaks for itself as it is. */
  value({ value, meaning }: Value): string {
    const text = meaning && !respells(meaning.en, value) ? meaning[this.language] : value;
    this.complete &&= meaning === null || MEANT[this.language](text);
    return meaning === null ? SPELT[this.language](text) : text;
  }

  /** The question has no words in the language that people would use. */
  refuse(): void {
    this.complete = false;
  }

  private noticed(name: Name): Name {
    this.complete &&= name.known && !name.isGuessed;
    return name;
  }
}
