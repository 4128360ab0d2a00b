import { isPeople } from '#libs/intents';
import type { ByLanguage, Language, Text } from '#libs/language';
import type { Name } from '#libs/lexicon';
import { ModelIndex, type Entity, type SemanticModel } from '#libs/semantic-model';
import type { UnanswerableQuestion } from '#libs/step-files';
import { MEASURES, OF_EVENTS, OF_GOODS, OF_PEOPLE, type Concept } from './concepts.js';
import { isClosed, KnownWords } from './known-words.js';
import { outsidePeriod } from './outside-periods.js';

type Ask = (thing: Name, asked: string) => string;

const OF_MEASURE: ByLanguage<readonly Ask[]> = {
  zh: [
    ({ text, measureWord }, concept) => `哪${measureWord ?? '个'}${text}的${concept}最高？`,
    ({ text, measureWord }, concept) => `每${measureWord ?? '个'}${text}的平均${concept}是多少？`,
    ({ text }, concept) => `按${concept}从高到低列出${text}。`,
  ],
  en: [
    ({ text }, concept) => `Which ${text} has the highest ${concept}?`,
    ({ text }, concept) => `What is the average ${concept} per ${text}?`,
    ({ plural }, concept) => `List the ${plural} by ${concept}, highest first.`,
  ],
};

const OF_ATTRIBUTE: ByLanguage<readonly Ask[]> = {
  zh: [
    ({ text, measureWord }, attribute) => `每${measureWord ?? '个'}${text}的${attribute}是什么？`,
    ({ text, measureWord }, attribute) => `各${attribute}分别有多少${measureWord ?? '个'}${text}？`,
    ({ text }, attribute) => `列出${text}及其${attribute}。`,
  ],
  en: [
    ({ text }, attribute) => `What is the ${attribute} of each ${text}?`,
    ({ plural }, attribute) => `How many ${plural} are there for each ${attribute}?`,
    ({ plural }, attribute) => `List the ${plural} with their ${attribute}.`,
  ],
};

/** Kinds of entities that people ask such questions about. */
const ASKED = new Set(['thing', 'event']);

/**
 * Questions that no table of the model answers, for evaluations and for readers that learn to decline: a figure or an
 * attribute of the lexicon that nothing in the model is called or described by, and years that the data do not reach, asked
 * of the important entities. They never become pairs.
 * @param count at most so many of each kind
 */
export function unanswerableQuestions(model: SemanticModel, language: Language, count: number): UnanswerableQuestion[] {
  const known = new KnownWords(model);
  const things = model.entities
    .filter(({ kind, name }) => ASKED.has(kind) && name[language].known)
    .toSorted((a, b) => b.importance - a.importance || (a.id < b.id ? -1 : 1));
  const closed = known.isOpen ? [] : things.filter(isClosed);
  return [
    ...absent('measure', [[MEASURES, closed]], known, language, count),
    ...absent('attribute', attributesOf(closed), known, language, count),
    ...outside(new ModelIndex(model), things, language, count),
  ];
}

type Askable = readonly [concepts: readonly Concept[], of: readonly Entity[]];

function attributesOf(things: readonly Entity[]): Askable[] {
  const people = things.filter(isPeople);
  const others = things.filter((thing) => !people.includes(thing));
  return [
    [OF_PEOPLE, people],
    [OF_GOODS, others.filter(isSold)],
    [OF_EVENTS, others.filter(({ kind }) => kind === 'event')],
  ];
}

/** It has a price. */
function isSold({ kind, fields }: Entity): boolean {
  return kind === 'thing' && fields.some(({ additivity }) => additivity === 'unit_price');
}

function absent(
  lacks: 'measure' | 'attribute',
  askable: readonly Askable[],
  known: KnownWords,
  language: Language,
  count: number,
): UnanswerableQuestion[] {
  const asks = (lacks === 'measure' ? OF_MEASURE : OF_ATTRIBUTE)[language];
  const asked = askable.flatMap(([concepts, things]) =>
    concepts
      .map((concept) => known.absent(concept))
      .filter((names): names is Text => names !== null)
      .flatMap((names, turn) => {
        const thing = things[turn % things.length];
        return thing === undefined ? [] : [{ thing, asked: names[language] }];
      }),
  );
  return asked.slice(0, count).flatMap(({ thing, asked: what }, turn) => {
    const question = asks[turn % asks.length]?.(thing.name[language], what);
    return question === undefined ? [] : [{ question, language, lacks, tables: [thing.id] }];
  });
}

function outside(
  index: ModelIndex,
  things: readonly Entity[],
  language: Language,
  count: number,
): UnanswerableQuestion[] {
  const questions: UnanswerableQuestion[] = [];
  for (const entity of things) {
    const found = questions.length < count ? outsidePeriod(index, entity, language, questions.length % 2 === 0) : null;
    if (found !== null) {
      questions.push({ ...found, language, lacks: 'period', tables: [entity.id] });
    }
  }
  return questions;
}
