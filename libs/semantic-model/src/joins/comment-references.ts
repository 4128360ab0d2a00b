import type { Column } from '#libs/catalog';
import type { Candidate } from './candidate.js';
import type { JoinSchema, Target } from './join-schema.js';
import { messages } from './messages.js';
import { keyFamily, readName } from './names.js';

const EXPLICIT = 0.94;
const SPOKEN = 0.82;
const SPOKEN_ROLE = 0.72;

/** `Foreign key to Customer.CustomerID`, `references users(id)`. */
const NAMED = /([\p{L}_][\p{L}\p{N}_]*)\s*(?:\.|\()\s*([\p{L}_][\p{L}\p{N}_]*)/gu;
const POINTS =
  /(?:foreign key (?:to|of)|references?|refers to|fk (?:to|of)|外键[，,:： ]*(?:到|指向)?|关联到?|引用|对应)\s*(?:the\s+)?["`]?([\p{L}_][\p{L}\p{N}_]*)/giu;
const NOISE = /(基础信息|基本信息|信息|资料|档案|记录)?(表|库)?(的?(主键|编号|编码|id))?$/i;

/** The tables that a comment on a column points to: by name, or in Chinese by what the table is called. */
export function commentCandidates(schema: JoinSchema, from: Target, column: Column): Candidate[] {
  const comment = column.comment ?? '';
  if (comment === '') {
    return [];
  }
  return [
    ...named(schema, from, column, comment),
    ...pointed(schema, from, column, comment),
    ...spoken(schema, from, column, comment),
  ];
}

function named(schema: JoinSchema, from: Target, column: Column, comment: string): Candidate[] {
  return [...comment.matchAll(NAMED)].flatMap(([, table = '', name = '']) =>
    (schema.byName.get(table.toLowerCase()) ?? []).flatMap((target) => {
      const key = target.relation.columns.find((other) => other.name.toLowerCase() === name.toLowerCase());
      const isKey = key !== undefined && (key === target.key || target.unique.includes(key));
      return key && key !== column && keyFamily(key) === keyFamily(column)
        ? [reference(from, column, target, key, EXPLICIT, !isKey)]
        : [];
    }),
  );
}

function pointed(schema: JoinSchema, from: Target, column: Column, comment: string): Candidate[] {
  return [...comment.matchAll(POINTS)].flatMap(([, name = '']) => {
    const targets = schema.byName.get(name.toLowerCase()) ?? schema.bySpoken.get(name.replace(NOISE, '')) ?? [];
    return toKeys(from, column, targets, EXPLICIT);
  });
}

/** 部门编号 means the table 部门信息表, and 始发网点编号 the table of 网点. */
function spoken(schema: JoinSchema, from: Target, column: Column, comment: string): Candidate[] {
  const [head = ''] = comment.split(/[（(，,。；;\s]/);
  const { kind, subject } = readName(head);
  const [said = ''] = subject;
  if (kind !== 'id' || !/\p{Script=Han}/u.test(head) || said.length < 2) {
    return [];
  }
  const exact = toKeys(
    from,
    column,
    (schema.bySpoken.get(said) ?? []).filter((target) => target !== from),
    SPOKEN,
  );
  for (let start = 1; exact.length === 0 && start <= said.length - 2; start++) {
    const targets = schema.bySpoken.get(said.slice(start));
    if (targets) {
      return toKeys(from, column, targets, SPOKEN_ROLE);
    }
  }
  return exact;
}

function toKeys(from: Target, column: Column, targets: readonly Target[], score: number): Candidate[] {
  return targets.flatMap((target) =>
    target.key && target.key !== column && keyFamily(target.key) === keyFamily(column)
      ? [reference(from, column, target, target.key, score, false)]
      : [],
  );
}

function reference(
  from: Target,
  column: Column,
  to: Target,
  key: Column,
  score: number,
  provesKey: boolean,
): Candidate {
  return {
    from: from.relation,
    columns: [column],
    to: to.relation,
    toColumns: [key],
    score,
    role: [],
    source: 'comment',
    because: messages.comment({ table: to.relation.name }),
    needsRows: score < EXPLICIT,
    provesKey,
    elements: null,
    condition: null,
  };
}
