import type { ByLanguage, Language, Text } from '#libs/language';
import { chineseFor, type Name } from '#libs/lexicon';
import type { SemanticModel } from '#libs/semantic-model';

/** A measure that people ask about in many businesses. */
interface Concept {
  readonly english: string;
  /** A column with one of these words could answer it under another name. */
  readonly near: readonly string[];
}

/** Terms of the lexicon, which has the Chinese for each. */
const CONCEPTS: readonly Concept[] = [
  { english: 'power consumption', near: ['energy', 'electricity', 'kwh'] },
  { english: 'temperature', near: ['celsius', 'fahrenheit', 'degree', 'temp'] },
  { english: 'humidity', near: ['moisture'] },
  { english: 'mileage', near: ['odometer', 'distance', 'kilometer', 'mile'] },
  { english: 'insurance premium', near: ['policy', 'insured'] },
  { english: 'satisfaction', near: ['rating', 'review', 'score', 'feedback', 'survey', 'star', 'nps'] },
  { english: 'advertising budget', near: ['marketing', 'campaign', 'promotion'] },
  { english: 'maintenance cost', near: ['repair', 'service', 'upkeep'] },
  { english: 'complaint rate', near: ['ticket', 'issue', 'dispute', 'feedback'] },
  { english: 'fuel consumption', near: ['gasoline', 'diesel', 'petrol'] },
  { english: 'water consumption', near: ['litre', 'liter'] },
  { english: 'training hours', near: ['course', 'lesson', 'education'] },
];

const QUESTIONS: ByLanguage<readonly ((thing: Name, concept: string) => string)[]> = {
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

/** Kinds of entities that people ask such questions about. */
const ASKED = new Set(['thing', 'event']);
const SHORTEST_WORD = 4;

/**
 * Questions that no table of the model answers, for evaluations: a measure of the lexicon that nothing in the model is
 * called or described by, asked of an important entity. They never become pairs.
 * @param count at most so many
 */
export function unanswerableQuestions(
  { entities }: SemanticModel,
  language: Language,
  count: number,
): { readonly question: string; readonly language: Language }[] {
  const words = wordsOf(entities);
  const concepts = CONCEPTS.flatMap((concept) => {
    const names = namesOf(concept);
    return names !== null && !isKnown(concept, names, words) ? [names[language]] : [];
  });
  const things = entities
    .filter(({ kind, name }) => ASKED.has(kind) && name[language].known)
    .toSorted((a, b) => b.importance - a.importance || (a.id < b.id ? -1 : 1))
    .map(({ name }) => name[language]);
  return concepts.slice(0, things.length === 0 ? 0 : count).map((concept, index) => {
    const thing = things[index % things.length];
    const ask = QUESTIONS[language][index % QUESTIONS[language].length];
    return { question: thing && ask ? ask(thing, concept) : concept, language };
  });
}

/** Null where the lexicon lacks a word. */
function namesOf({ english }: Concept): Text | null {
  const chinese = chineseFor(english.split(' '));
  return chinese === null ? null : { zh: chinese, en: english };
}

/** Every name, synonym, comment and value of the model, in lower case. */
function wordsOf(entities: SemanticModel['entities']): string {
  const texts = entities.flatMap(({ table, name, description, fields }) => [
    table,
    description ?? '',
    ...namedBy(name),
    ...fields.flatMap((field) => [
      field.name,
      field.description ?? '',
      ...namedBy(field.label),
      ...field.values.map(({ value }) => value),
    ]),
  ]);
  return texts.join('\n').toLowerCase();
}

function namedBy(name: ByLanguage<Name>): string[] {
  return Object.values(name).flatMap(({ text, synonyms }) => [text, ...synonyms]);
}

function isKnown({ english, near }: Concept, { zh }: Text, words: string): boolean {
  const own = english.split(' ').filter((word) => word.length >= SHORTEST_WORD);
  return [...own, ...near, zh].some((word) => words.includes(word));
}
