import type { Language } from '#libs/language';
import { conjuncts, leavesOf, pathOfLeaf } from '../conditions.js';
import type { Condition, Dimension, Intent, Path } from '../intent.js';
import { fansOut, follow, meetsOnce, reversed } from '../paths.js';
import { labelsIn } from '../words/labels.js';
import { writeGroups } from './groups.js';
import { conditionSql } from './conditions.js';
import { writeList } from './list.js';
import type { Drawing } from './drawing.js';
import { countByKey } from './measures.js';
import { Aliases, Scope } from './scope.js';
import { Used } from './used.js';

export interface Rendered {
  /** One SELECT in one line, without the closing semicolon. */
  readonly sql: string;
  /** Entity ids; the subject is the first. */
  readonly tables: readonly string[];
  /** `entity id` + `.` + column */
  readonly columns: readonly string[];
  /** See `joinId`. */
  readonly joins: readonly string[];
}

/**
 * The SELECT that answers the intent.
 * @param language of the output column names
 * @throws Error for an intent whose figures would count rows twice, and for one that needs a key where there is none
 */
export function renderIntent(intent: Intent, language: Language): Rendered {
  const aliases = new Aliases(true);
  const aliased = draw(intent, language, aliases);
  return aliases.count > 1 ? aliased : draw(intent, language, new Aliases(false));
}

function draw(intent: Intent, language: Language, aliases: Aliases): Rendered {
  const used = new Used();
  used.entity(intent.subject);
  const whole = intent.dimensions.find((dimension) => dimension.form === 'entity' && dimension.withEmpty);
  const scope = new Scope(whole?.form === 'entity' ? whole.entity : intent.subject, aliases, used, whole !== undefined);
  const base = whole?.form === 'entity' ? reversed(intent.subject, whole.path) : [];
  const where = conjuncts(intent.where).flatMap((condition) => placed(condition, scope, base));
  const drawing: Drawing = {
    intent,
    scope,
    base,
    labels: labelsIn(language),
    where,
    countedBy: countedBy(intent, scope, base),
  };
  const sql = intent.measures.length > 0 ? writeGroups(drawing) : writeList(drawing);
  return { sql, tables: used.tables, columns: used.columns, joins: used.joins };
}

/** Below an outer join, a condition on the subject belongs to the join. */
function placed(condition: Condition, scope: Scope, base: Path): string[] {
  const sql = conditionSql(condition, scope, base);
  const text = condition.form === 'or' ? `(${sql})` : sql;
  const paths = leavesOf(condition).map((leaf) => follow(base, pathOfLeaf(leaf)));
  if (base.length === 0 || paths.every((path) => path.length === 0)) {
    return [text];
  }
  if (paths.some((path) => path.length > base.length)) {
    throw new Error('rows without a counterpart are kept only under conditions on the subject itself');
  }
  scope.on(base, text);
  return [];
}

function countedBy({ subject, measures, dimensions }: Intent, scope: Scope, base: Path): string | null {
  const last = base.at(-1);
  if (last) {
    const [own = last.direction === 'in' ? (last.relationship.fromFields[0] ?? '') : ''] = subject.key;
    return `COUNT(${scope.column(base, own)})`;
  }
  if (!dimensions.some(repeatsRows)) {
    return null;
  }
  if (measures.some(({ form }) => form !== 'count' && form !== 'distinct')) {
    throw new Error('a figure over rows that are joined several times');
  }
  return countByKey(scope, base);
}

/** A row of the subject may come up several times in one group. */
function repeatsRows(dimension: Dimension): boolean {
  const path = dimension.form === 'entity' ? dimension.path : dimension.of.path;
  return fansOut(path) && !(dimension.form === 'entity' && meetsOnce(path));
}
