import { qualifiedName, quoteIdentifier } from '#libs/postgres';
import type { Entity, Relationship } from '#libs/semantic-model';
import { intentOf, type Step } from '../../intent.js';
import { stepsOut } from '../../paths.js';
import { literal } from '../../sql/literal.js';
import { aliveTest } from '../../sql/scope.js';
import type { Composed, Family } from '../family.js';
import type { SubjectParts } from '../subject-parts.js';
import { Scene, type Wordings } from './scene.js';

/** A table whose rows refer to rows of the same table: departments, categories, menus. */
interface Tree {
  readonly entity: Entity;
  readonly key: string;
  readonly parent: string;
  readonly isRoot: (column: string) => string;
  readonly compose: (sql: string, wordings: Wordings) => Composed;
}

function* treesOf(parts: SubjectParts): Iterable<Tree> {
  const { subject, index } = parts;
  for (const step of stepsOut(index, subject)) {
    const { relationship } = step;
    const [parent = '', second] = relationship.fromFields;
    const [key = ''] = relationship.toFields;
    if (
      step.target === subject &&
      second === undefined &&
      relationship.elements === null &&
      !relationship.condition &&
      isHierarchy(subject, relationship)
    ) {
      yield {
        entity: subject,
        key: quoteIdentifier(key),
        parent: quoteIdentifier(parent),
        isRoot: rootTest(subject, relationship),
        compose: (sql, wordings) => composeTree(parts, step, sql, wordings),
      };
    }
  }
}

/** Rows are below others: they have a parent, or a value for none. Members whom others brought are no hierarchy. */
function isHierarchy({ fields }: Entity, { noneValue, role, fromFields }: Relationship): boolean {
  const field = fields.find(({ name }) => name === fromFields[0]);
  return (
    noneValue !== null ||
    (field !== undefined && field.nullMeaning !== null) ||
    /(^| )(parent|manager|supervisor|superior|boss)$/.test(role?.en.text ?? '') ||
    /上级|父/u.test(role?.zh.text ?? '')
  );
}

function composeTree(parts: SubjectParts, step: Step, sql: string, wordings: Wordings): Composed {
  const scene = new Scene(parts);
  scene.key([step], step.target);
  return scene.compose(intentOf(parts.subject, { measures: [{ form: 'count' }] }), sql, wordings);
}

function rootTest({ fields }: Entity, { noneValue, fromFields }: Relationship): (column: string) => string {
  const field = fields.find(({ name }) => name === fromFields[0]);
  return (column) =>
    noneValue === null || !field
      ? `${column} IS NULL`
      : `(${column} IS NULL OR ${column} = ${literal(noneValue, field)})`;
}

/** The rows below the roots, level by level. A row has one parent, so that no row comes twice. */
function levels({ entity, key, parent, isRoot }: Tree, carried: readonly string[], grown: readonly string[]): string {
  const alive = (alias: string): string => {
    const test = aliveTest(entity, (name) => `${alias}.${quoteIdentifier(name)}`);
    return test ? ` AND ${test}` : '';
  };
  const first = [`t.${key}`, '1 AS level', ...carried].join(', ');
  const next = [`t.${key}`, 'tree.level + 1', ...grown].join(', ');
  // Qualified: the name alone would be the query itself for a table that is called `tree`.
  const table = qualifiedName(entity.schema, entity.table);
  return (
    `WITH RECURSIVE tree AS (SELECT ${first} FROM ${table} t WHERE ${isRoot(`t.${parent}`)}${alive('t')} ` +
    `UNION ALL SELECT ${next} FROM ${table} t JOIN tree ON t.${parent} = tree.${key}${alive('t')})`
  );
}

/** How deep it is, and how many rows each level has. */
export const treeDepth: Family = {
  name: 'tree_depth',
  isSeldom: true,
  *propose(parts) {
    for (const tree of treesOf(parts)) {
      const rows = levels(tree, [], []);
      yield tree.compose(`${rows} SELECT MAX(level) AS levels FROM tree`, {
        en: (names) => [`how many levels does the hierarchy of ${names.entity(tree.entity).plural} have?`],
        zh: (names) => [`${names.entity(tree.entity).text}的层级结构一共有多少层？`],
      });
      yield tree.compose(`${rows} SELECT level, COUNT(*) AS count FROM tree GROUP BY level ORDER BY level`, {
        en: (names) => [`how many ${names.entity(tree.entity).plural} are there at each level of the hierarchy?`],
        zh: (names) => {
          const { text, measureWord } = names.entity(tree.entity);
          return [`${text}的层级结构中，每一层各有多少${measureWord ?? '个'}${text}？`];
        },
      });
    }
  },
};

/** Each row with the titles of those above it. */
export const treePath: Family = {
  name: 'tree_path',
  isSeldom: true,
  *propose(parts) {
    for (const tree of treesOf(parts)) {
      const [title, second] = tree.entity.title;
      if (title === undefined || second !== undefined) {
        continue;
      }
      const column = `t.${quoteIdentifier(title)}`;
      const rows = levels(tree, [`${column}::text AS path`], [`tree.path || ' > ' || ${column}`]);
      yield tree.compose(`${rows} SELECT path, level FROM tree ORDER BY path`, {
        en: (names) => [
          `show each ${names.entity(tree.entity).text} with its full path from the top of the hierarchy.`,
        ],
        zh: (names) => {
          const { text, measureWord } = names.entity(tree.entity);
          return [`列出每${measureWord ?? '个'}${text}从顶级开始的完整路径和所在层级。`];
        },
      });
    }
  },
};
