import { singularWord } from '#libs/lexicon';
import { quoteIdentifier, quoteLiteral } from '#libs/postgres';
import { fieldRef } from '../../paths.js';
import { intentOf } from '../../intent.js';
import type { Family } from '../family.js';
import { Scene } from './scene.js';

/** Titles that occur more than once. */
export const duplicates: Family = {
  name: 'duplicates',
  isSeldom: true,
  *propose(parts) {
    const { subject } = parts;
    const [title, second] = subject.title;
    const field = subject.fields.find(({ name }) => name === title);
    if (!subject.titleRepeats || !field || second !== undefined || subject.kind !== 'thing') {
      return;
    }
    const scene = new Scene(parts);
    const column = scene.column([], field.name);
    const [name, number] = [scene.outputs.take(scene.labels.field(field)), scene.name({ en: 'count', zh: '数量' })];
    const sql = scene.select({
      select: [column === name ? column : `${column} AS ${name}`, `COUNT(*) AS ${number}`],
      where: [field.notNull ? null : `${column} IS NOT NULL`],
      groupBy: [column],
      having: 'COUNT(*) > 1',
    });
    const near = intentOf(subject, { shown: [fieldRef(subject, [], field)] });
    yield scene.compose(near, sql, {
      en: (names) => {
        const [one, label] = [names.entity(subject).text, names.field(field)];
        const noun = label.text.includes(one) ? label.plural : `${one} ${label.plural}`;
        return [`which ${noun} occur more than once?`, `find duplicate ${noun} and how often each occurs.`];
      },
      zh: (names) => {
        const [one, label] = [names.entity(subject).text, names.field(field).text];
        const noun = label.includes(one)
          ? label
          : /^\p{Script=Han}+$/u.test(one)
            ? `${one}${label}`
            : `${one}的${label}`;
        return [`哪些${noun}重复出现？`, `找出重复的${noun}及其出现次数。`];
      },
    });
  },
};

/** Rows by the elements of an array. */
export const arrayElements: Family = {
  name: 'array_elements',
  isSeldom: true,
  *propose(parts) {
    const { subject } = parts;
    for (const field of subject.fields) {
      if (!field.isArray || field.sensitive !== null || field.role === 'technical' || field.role === 'reference') {
        continue;
      }
      const near = intentOf(subject, { measures: [{ form: 'count' }] });
      const scene = new Scene(parts);
      const elements = scene.column([], field.name);
      const [name, number] = [scene.outputs.take(scene.labels.field(field)), scene.name({ en: 'count', zh: '数量' })];
      const counted = scene.select({ select: [`unnest(${elements}) AS ${name}`] });
      yield scene.compose(
        near,
        `SELECT ${name}, COUNT(*) AS ${number} FROM (${counted}) AS elements GROUP BY ${name}`,
        {
          en: (names) => {
            const [many, { text, plural: label }] = [names.entity(subject).plural, names.field(field)];
            return [
              // `have each of the features` would be all of them.
              text === label
                ? `for each ${text.replace(/\S+$/, singularWord)}, how many ${many} have it?`
                : `how many ${many} have each ${text}?`,
              `count the ${many} for each of their ${label}.`,
            ];
          },
          zh: (names) => {
            const { text, measureWord } = names.entity(subject);
            return [`各种${names.field(field).text}分别有多少${measureWord ?? '个'}${text}？`];
          },
        },
      );
      for (const { value } of field.values.slice(0, 2)) {
        const one = new Scene(parts);
        const column = one.column([], field.name);
        const sql = one.select({
          select: [`COUNT(*) AS ${one.name({ en: 'count', zh: '数量' })}`],
          where: [`${quoteLiteral(value)} = ANY (${column}${/^text\[\]/.test(field.type) ? '' : '::text[]'})`],
        });
        yield one.compose(near, sql, {
          en: (names) => [
            `how many ${names.entity(subject).plural} have "${value}" among their ${names.field(field).plural}?`,
          ],
          zh: (names) => {
            const { text, measureWord } = names.entity(subject);
            return [`${names.field(field).text}包含“${value}”的${text}有多少${measureWord ?? '个'}？`];
          },
        });
      }
    }
  },
};

/** The keys of JSON objects. */
export const jsonKeys: Family = {
  name: 'json_keys',
  isSeldom: true,
  *propose(parts) {
    const { subject } = parts;
    for (const field of subject.fields) {
      if (
        field.type !== 'jsonb' ||
        field.sensitive !== null ||
        field.role === 'technical' ||
        field.role === 'reference'
      ) {
        continue;
      }
      const column = quoteIdentifier(field.name);
      const scene = new Scene(parts);
      scene.column([], field.name);
      const objects = scene.select({
        select: [`jsonb_object_keys(${scene.column([], field.name)}) AS key`],
        where: [`jsonb_typeof(${scene.column([], field.name)}) = 'object'`],
      });
      const number = scene.name({ en: 'count', zh: '数量' });
      const near = intentOf(subject, { measures: [{ form: 'count' }] });
      yield scene.compose(near, `SELECT key, COUNT(*) AS ${number} FROM (${objects}) AS entries GROUP BY key`, {
        en: (names) => [
          `which keys does ${column} of the ${names.entity(subject).plural} hold, and how often does each occur?`,
        ],
        zh: (names) => [`${names.entity(subject).text}的 \`${field.name}\` 中有哪些键，各出现多少次？`],
      });
    }
  },
};
