import { z } from 'zod';
import type { Entity, EntityKind } from '../model.js';
import { countingStatements, labelStatement, synonymsStatement } from './name-statements.js';
import { PERSON, statement, type Statement } from './statement.js';
import { scalar } from './texts.js';

const KINDS = ['thing', 'event', 'line', 'lookup', 'link', 'log', 'snapshot'] as const satisfies readonly EntityKind[];
/** A condition after a column that selects rows, without a way out of its place. */
const ALIVE = /^(IS (NOT )?(NULL|TRUE|FALSE)|(=|<>) (-?\d+(\.\d+)?|TRUE|FALSE|'(?:[^'\\]|'')*'))$/i;

const columns = z.array(scalar);

type About = keyof Entity['evidence'];

function evidence(about: About): Pick<Statement<Entity>, 'evidenceOf' | 'mark'> {
  return {
    evidenceOf: (entity) => entity.evidence[about],
    mark: (entity) => ({ ...entity, evidence: { ...entity.evidence, [about]: PERSON } }),
  };
}

const named = {
  nameOf: (entity: Entity) => entity.name,
  withName: (entity: Entity, name: Entity['name']): Entity => ({ ...entity, name }),
  ...evidence('name'),
};

/** What the file says about a table, in the order of its keys. */
export const ENTITY_STATEMENTS: readonly Statement<Entity>[] = [
  labelStatement(named),
  ...countingStatements(named),
  synonymsStatement({ ...named, ...evidence('synonyms') }),
  statement({
    key: 'kind',
    schema: z.enum(KINDS),
    choices: KINDS,
    evidence: evidence('kind'),
    write: ({ kind }: Entity) => kind,
    apply: (entity, kind) => (kind === null ? entity : { ...entity, kind }),
  }),
  statement({
    key: 'description',
    schema: scalar,
    write: ({ description }: Entity) => description ?? undefined,
    apply: (entity, description) => ({ ...entity, description }),
  }),
  statement({
    key: 'primary_key',
    schema: columns,
    evidence: evidence('key'),
    columnsIn: (names) => names,
    write: ({ key }: Entity) => (key.length > 0 ? key : undefined),
    apply: (entity, key) => ({ ...entity, key: key ?? [] }),
  }),
  statement({
    key: 'title',
    schema: columns,
    evidence: evidence('title'),
    columnsIn: (names) => names,
    write: ({ title }: Entity) => (title.length > 0 ? title : undefined),
    apply: (entity, given) => {
      const title = given ?? [];
      const isKey = entity.key.length > 0 && entity.key.every((name) => title.includes(name));
      return { ...entity, title, titleRepeats: title.length > 0 && !isKey };
    },
  }),
  statement({
    key: 'time',
    schema: scalar,
    evidence: evidence('time'),
    columnsIn: (name) => [name],
    write: ({ time }: Entity) => time ?? undefined,
    apply: (entity, time) => ({ ...entity, time }),
  }),
  statement({
    key: 'soft_delete',
    schema: z.object({ field: scalar, alive: z.string().trim().regex(ALIVE) }),
    evidence: evidence('softDelete'),
    columnsIn: ({ field }) => [field],
    write: ({ softDelete }: Entity) => (softDelete ? { field: softDelete.field, alive: softDelete.alive } : undefined),
    apply: (entity, softDelete) => ({ ...entity, softDelete }),
  }),
  statement({
    key: 'importance',
    schema: z.number().min(0).max(1),
    write: ({ importance }: Entity) => importance,
    apply: (entity, importance) => (importance === null ? entity : { ...entity, importance }),
  }),
];
