import type { Path, Step } from '#libs/intents';
import type { Entity, ModelIndex, Relationship } from '#libs/semantic-model';
import type { Condition as ReadCondition, Reading } from '#libs/sql-reading';
import { Unsaid } from './unsaid.js';

/** A table of a statement, under the label that its columns have in the reading. */
interface Joined {
  readonly label: string;
  readonly entity: Entity;
}

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly relationship: Relationship;
  readonly isOuter: boolean;
}

export interface ColumnPlace extends Joined {
  readonly column: string;
}

const isTest = ({ by, values }: ReadCondition, value: string): boolean => by === '=' && values.join() === value;

const JOIN = /^(inner|left) (.+) = (.+)$/s;

/** The tables of a reading as a tree of relationships of the model. */
export class JoinedTables {
  private readonly tables: readonly Joined[];
  private readonly edges: readonly Edge[];

  /** @throws Unsaid for a join that is none of the model, and for tables that no join connects */
  constructor(
    private readonly index: ModelIndex,
    private readonly reading: Pick<Reading, 'tables' | 'joins' | 'conditions'>,
  ) {
    this.tables = reading.tables.map((label) => {
      const entity = index.entity(label.includes('.') ? label : `public.${label}`);
      if (!entity) {
        throw new Unsaid('table', label);
      }
      return { label, entity };
    });
    if (new Set(reading.tables).size < reading.tables.length) {
      throw new Unsaid('table', 'a table twice');
    }
    this.edges = this.edgesOf(reading.joins);
    if (this.edges.length !== this.tables.length - 1) {
      throw new Unsaid('join', 'no tree');
    }
  }

  get all(): readonly Joined[] {
    return this.tables;
  }

  get hasOuterJoin(): boolean {
    return this.edges.some(({ isOuter }) => isOuter);
  }

  /** `label.column`; null for everything else. */
  place(text: string): ColumnPlace | null {
    const found = this.tables.filter(({ label }) => text.startsWith(`${label}.`));
    const [table] = found.toSorted((a, b) => b.label.length - a.label.length);
    const column = table && text.slice(table.label.length + 1);
    return table && column !== undefined && this.index.field(table.entity.id, column) ? { ...table, column } : null;
  }

  /** The paths from a table to all; null where rows of it would come up several times. */
  pathsFrom(start: string): ReadonlyMap<string, Path> | null {
    const paths = new Map<string, Path>([[start, []]]);
    for (const [label, path] of paths) {
      for (const { from, to, relationship } of this.edges) {
        if (to === label && !paths.has(from)) {
          return null;
        }
        if (from === label && !paths.has(to)) {
          paths.set(to, [...path, this.stepOut(relationship)]);
        }
      }
    }
    return paths.size === this.tables.length ? paths : null;
  }

  private stepOut(relationship: Relationship): Step {
    const target = this.index.entity(relationship.to);
    if (!target) {
      throw new Unsaid('table', relationship.to);
    }
    return { relationship, direction: 'out', target };
  }

  private edgesOf(joins: readonly string[]): Edge[] {
    const pairs = joins.map((text) => {
      const [, kind, one = '', other = ''] = JOIN.exec(text) ?? [];
      const [left, right] = [this.place(one), this.place(other)];
      if (!left || !right || left.label === right.label) {
        throw new Unsaid('join', text);
      }
      return { left, right, isOuter: kind === 'left' };
    });
    const between = Map.groupBy(pairs, ({ left, right }) => [left.label, right.label].sort().join('\n'));
    return [...between.values()].map((equalities) => {
      const [{ left, right, isOuter }] = equalities as [(typeof equalities)[number]];
      const there = this.relationship(left, right, equalities);
      const back = this.relationship(right, left, equalities);
      const relationship = there ?? back;
      if (!relationship) {
        throw new Unsaid('join', `${left.label} ${right.label}`);
      }
      const [from, to] = there ? [left, right] : [right, left];
      return { from: from.label, to: to.label, relationship, isOuter };
    });
  }

  /** Whether the statement has the condition of a reference to one of several tables (`owner_type = 'user'`). */
  private holds({ condition }: Relationship, label: string): boolean {
    return (
      condition === null ||
      this.reading.conditions.some((one) => one.of === `${label}.${condition.field}` && isTest(one, condition.value))
    );
  }

  /** The condition is that of a join. */
  isOfJoin({ of, by, values, at }: ReadCondition): boolean {
    return this.edges.some(
      ({ from, relationship: { condition } }) =>
        condition !== null && of === `${from}.${condition.field}` && isTest({ of, by, values, at }, condition.value),
    );
  }

  private relationship(
    from: Joined,
    to: Joined,
    equalities: readonly { readonly left: ColumnPlace; readonly right: ColumnPlace }[],
  ): Relationship | undefined {
    const wanted = equalities
      .map(({ left, right }) => (left.label === from.label ? [left.column, right.column] : [right.column, left.column]))
      .map(([one = '', other = '']) => `${one}\n${other}`)
      .sort()
      .join('\n\n');
    return this.index.from(from.entity.id).find((one) => {
      const own = one.fromFields.map((field, at) => `${field}\n${one.toFields[at] ?? ''}`);
      const isPlain = one.elements === null && this.holds(one, from.label);
      return isPlain && one.to === to.entity.id && own.sort().join('\n\n') === wanted;
    });
  }
}
