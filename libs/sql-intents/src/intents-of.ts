import {
  fieldRef,
  intentOf,
  type Condition,
  type Dimension,
  type FieldRef,
  type Having,
  type Intent,
  type Measure,
  type Path,
} from '#libs/intents';
import type { Entity, ModelIndex } from '#libs/semantic-model';
import { measureText, type Condition as ReadCondition, type Reading } from '#libs/sql-reading';
import { GroupReader } from './group-reader.js';
import { JoinedTables } from './joined-tables.js';
import { linkedRows, type Link } from './linked-rows.js';
import { MeasureReader } from './measure-reader.js';
import { combinations, readConditions, type Alternatives } from './read-conditions.js';
import { isUpToNow } from './relative-periods.js';
import { SubjectFields, type SubjectParts } from './subject-fields.js';
import { Unsaid } from './unsaid.js';

/** Values that are tried for a statement. */
const MOST_VARIANTS = 4;
/** A list with more columns is a list of the rows. */
const MOST_SHOWN = 3;
const DEFAULT_LIMIT = 10;
const FEWER = [3, 2];
const COUNTS = [5, 10, 2, 50, 1];

/**
 * What a statement may ask, as intents with values of the profile: several where the statement can be taken in several
 * ways. The caller keeps those whose own statement reads as this one.
 * @throws Unsaid for a part that no intent has
 */
export function intentsOf(whole: Reading, index: ModelIndex): Intent[] {
  const { reading, links } = linkedRows(whole);
  for (const [slot, items] of [
    ['window', reading.windows],
    ['set', reading.sets],
    ['distinct', reading.distinct],
  ] as const) {
    if (items.length > 0) {
      throw new Unsaid(slot, items.join());
    }
  }
  const tables = new JoinedTables(index, reading);
  const subjects = tables.all.flatMap(({ label, entity }) => {
    const paths = tables.pathsFrom(label);
    return paths === null ? [] : [new StatementOfSubject({ reading, links, index, tables, subject: entity, paths })];
  });
  if (subjects.length === 0) {
    throw new Unsaid('join', 'rows come up several times');
  }
  return subjects.flatMap((subject) => subject.intents());
}

/** A statement whose rows are those of one table. */
class StatementOfSubject {
  private readonly reading: Reading;
  private readonly index: ModelIndex;
  private readonly tables: JoinedTables;
  private readonly subject: Entity;
  private readonly fields: SubjectFields;

  constructor(private readonly parts: SubjectParts) {
    ({ reading: this.reading, index: this.index, tables: this.tables, subject: this.subject } = parts);
    this.fields = new SubjectFields(parts);
  }

  intents(): Intent[] {
    const { reading, subject } = this;
    const measureReader = new MeasureReader(this.fields);
    const measures = reading.measures.map((measure) => measureReader.read(measure));
    if (measures.length === 0 && reading.groups.length > 0) {
      throw new Unsaid('group', 'without a figure');
    }
    const onRows = reading.conditions.filter(
      (condition) =>
        !this.isOfFigure(condition) &&
        !this.isSoftDelete(condition) &&
        !this.tables.isOfJoin(condition) &&
        !isUpToNow(condition),
    );
    const onGroups = reading.conditions.filter((condition) => this.isOfFigure(condition));
    const alternatives = [
      ...readConditions(onRows, reading.periods, this.fields),
      ...this.parts.links.map((link) => this.linked(link)),
    ];
    if (measures.length > 0) {
      this.requirePlainColumns();
    }
    const havings = this.having(onGroups);
    const forms =
      measures.length > 0
        ? new GroupReader(this.fields)
            .read()
            .flatMap((dimensions) =>
              this.orders(measures).flatMap((own) =>
                havings.map((having) => ({ ...own, dimensions: this.ranked(dimensions, own.order), having })),
              ),
            )
        : [this.list()];
    return combinations(alternatives, MOST_VARIANTS).flatMap((where) =>
      forms.flatMap((form: Partial<Intent>) =>
        this.withoutGuards(where, form).map((slots) => intentOf(subject, slots)),
      ),
    );
  }

  /** As it is; and without the test for NULL of a figure, which the answer does not depend on. */
  private withoutGuards(where: Condition | null, form: Partial<Intent>): Partial<Intent>[] {
    const leaves = where === null ? [] : where.form === 'and' ? where.of : [where];
    const others = leaves.filter((leaf) => leaf.form !== 'null' || !leaf.negated);
    const [only] = others;
    const rest: Condition | null = others.length > 1 ? { form: 'and', of: others } : (only ?? null);
    return others.length === leaves.length
      ? [{ ...form, where }]
      : [
          { ...form, where: rest },
          { ...form, where },
        ];
  }

  private isOfFigure({ of }: ReadCondition): boolean {
    return this.reading.measures.some((measure) => of === measureText(measure));
  }

  /** Rows that were removed are left out by every statement of ours. */
  private isSoftDelete({ of, by, values }: ReadCondition): boolean {
    const place = this.tables.place(of);
    const { softDelete } = place?.entity ?? {};
    if (!place || !softDelete || softDelete.field !== place.column) {
      return false;
    }
    const alive = softDelete.alive.toLowerCase().replaceAll("'", '');
    return alive === `${by} ${values.join()}`.trim() || alive === by;
  }

  /** A count of ours that parts the groups: no profile knows what sums to expect. */
  private having(conditions: readonly ReadCondition[]): (Having | null)[] {
    const [only, ...others] = conditions;
    if (!only) {
      return [null];
    }
    const measure = this.reading.measures.findIndex((one) => measureText(one) === only.of);
    if (others.length > 0 || measure < 0 || !/^[<>]=?$/.test(only.by)) {
      throw new Unsaid('condition', 'having');
    }
    if (!this.reading.measures[measure]?.by.startsWith('count')) {
      throw new Unsaid('value', 'of a figure');
    }
    return COUNTS.map((value) => ({ measure, by: only.by as Having['by'], value }));
  }

  /** Of groups, by a figure. The order of an answer that is not cut is not asked for. */
  private orders(measures: readonly Measure[]): Pick<Intent, 'measures' | 'order'>[] {
    const limit = this.limit();
    const [text] = this.reading.order;
    if (limit === null || text === undefined) {
      return [{ measures, order: null }];
    }
    if (this.reading.groups.length === 0) {
      throw new Unsaid('limit', text);
    }
    const [, key = '', direction = ''] = /^(.*) (asc|desc)(?:,.*)?$/s.exec(firstKey(text)) ?? [];
    const by = this.reading.measures.findIndex((measure) => measureText(measure) === key);
    if (by < 0) {
      throw new Unsaid('order', text);
    }
    const order = { by: 0, direction: direction === 'asc' ? ('asc' as const) : ('desc' as const) };
    // The question is about the figure that decides the places; there are fewer places than groups.
    const own = measures.filter((_, at) => at === by);
    return [...new Set([limit, ...FEWER])]
      .filter((few) => few <= limit)
      .map((few) => ({ measures: own, order: { ...order, limit: few } }));
  }

  /** Questions rank groups of one kind. */
  private ranked(dimensions: Dimension[], order: Intent['order']): Dimension[] {
    if (order !== null && dimensions.length > 1) {
      throw new Unsaid('group', 'a ranking of combinations');
    }
    return dimensions;
  }

  /** What a grouped statement shows besides groups and figures are columns, and no sums with them. */
  private requirePlainColumns(): void {
    const { shown, groups } = this.reading;
    for (const text of shown) {
      if (!groups.includes(text) && this.tables.place(text) === null) {
        throw new Unsaid('column', text);
      }
    }
  }

  /** Rows of the subject with, or without, linked rows; the conditions on those are asked too. */
  private linked({ outer, inner, table, negated, conditions }: Link): Alternatives {
    const from = this.fields.field(outer);
    const entity = this.index.entity(table.includes('.') ? table : `public.${table}`);
    const column = inner.slice(table.length + 1);
    const back = this.index
      .to(from.entity.id)
      .find(
        (one) =>
          one.from === entity?.id &&
          one.elements === null &&
          one.condition === null &&
          one.fromFields.join() === column &&
          one.toFields.join() === from.field.name,
      );
    if (!entity || !back) {
      throw new Unsaid('join', `${outer} ${inner}`);
    }
    const path: Path = [...from.path, { relationship: back, direction: 'in', target: entity }];
    const own = readConditions(conditions, [], {
      field: (text) => {
        const field = this.index.field(entity.id, text.slice(table.length + 1));
        if (!field) {
          throw new Unsaid('column', text);
        }
        return fieldRef(entity, [], field);
      },
    });
    return combinations(own, MOST_VARIANTS).map((where) => ({ form: 'exists', path, where, negated }));
  }

  private list(): Pick<Intent, 'shown' | 'order'> {
    const { shown: texts, order } = this.reading;
    const limit = this.limit();
    const isWhole = texts.some((text) => text.endsWith('*')) || texts.length > MOST_SHOWN + this.subject.title.length;
    const columns = texts.flatMap((text) => (text.endsWith('*') ? [] : [this.fields.field(text)]));
    const ownKeys = new Set([...this.subject.key, ...this.subject.title]);
    const shown = isWhole
      ? []
      : columns.filter(({ path, field }) => path.length > 0 || !ownKeys.has(field.name)).filter(isShowable);
    if (limit === null) {
      return { shown, order: null };
    }
    const [, key = '', direction = ''] = /^(.*) (asc|desc)$/s.exec(firstKey(order[0] ?? '')) ?? [];
    if (key === '') {
      throw new Unsaid('order', 'a part of the rows in no order');
    }
    const of = this.fields.field(key);
    const at = shown.findIndex(({ path, field }) => path.length === of.path.length && field === of.field);
    const all = at < 0 ? [...shown, of] : shown;
    return {
      shown: all,
      order: { by: at < 0 ? shown.length : at, direction: direction === 'asc' ? 'asc' : 'desc', limit },
    };
  }

  /** @throws Unsaid for a page of an answer, and for a part of it in no order */
  private limit(): number | null {
    const { limits, order } = this.reading;
    const [text] = limits;
    if (text === undefined) {
      return null;
    }
    if (limits.length > 1 || order.length !== 1) {
      throw new Unsaid('limit', limits.join());
    }
    if (/^\$\d+$/.test(text)) {
      return DEFAULT_LIMIT;
    }
    const limit = Number(text);
    if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) {
      throw new Unsaid('limit', text);
    }
    return limit;
  }
}

/** Keys of the rows are for programs. */
function isShowable({ field }: FieldRef): boolean {
  return field.role !== 'key' && field.role !== 'reference';
}

/** The first of several keys of an ORDER BY; commas within parentheses belong to a key. */
function firstKey(text: string): string {
  let depth = 0;
  for (const [at, letter] of [...text].entries()) {
    depth += letter === '(' ? 1 : letter === ')' ? -1 : 0;
    if (letter === ',' && depth === 0) {
      return [...text].slice(0, at).join('');
    }
  }
  return text;
}
