import { setImmediate } from 'node:timers/promises';
import {
  checkAndDescribe,
  fingerprintOf,
  type HarmlessStatement,
  type NamedColumn,
  type Refusal,
  type StatementShape,
  type SyntaxObject,
} from '#libs/sql-safety';
import { normalisedQuestion } from '#libs/step-files';
import type { PlacedPair } from './placed-pair.js';

/** A pair with the parse result of its statement. */
export interface CheckedPair extends PlacedPair {
  readonly check: HarmlessStatement | Refusal;
  /** Null when the check refuses the statement. */
  readonly shape: StatementShape | null;
  /** Large: not to be kept. */
  readonly tree: SyntaxObject | null;
}

/** Parsing blocks the event loop: yield after so many pairs. */
const TURN = 50;

/**
 * Yields the first pair of those with the same structure of the statement or the same question; the others go to
 * `removed`.
 */
export async function* withoutDuplicates(
  pairs: readonly PlacedPair[],
  removed: (placed: PlacedPair) => void,
  signal: AbortSignal,
): AsyncGenerator<CheckedPair, void> {
  const questions = new Set<string>();
  const structures = new Structures();
  for (const placed of pairs) {
    const { index, pair } = placed;
    if (index % TURN === TURN - 1) {
      await setImmediate();
    }
    signal.throwIfAborted();
    const { check, shape, tree } = await checkAndDescribe(pair.sql);
    const question = normalisedQuestion(pair.question);
    const isNew =
      !questions.has(question) && (!check.ok || shape === null || (await structures.add(pair.sql, check, shape)));
    if (isNew) {
      questions.add(question);
      yield { ...placed, check, shape, tree };
    } else {
      removed(placed);
    }
  }
}

interface Statement {
  readonly sql: string;
  readonly check: HarmlessStatement;
}

/**
 * The structures of statements. A fingerprint costs a second parse, so it is taken only of statements that name the
 * same things: others cannot have the same one.
 */
class Structures {
  private readonly byNames = new Map<string, { readonly fingerprints: Set<string>; readonly unread: Statement[] }>();
  private readonly columnNames = new ColumnNames();

  /** @returns false for a structure that is known already. */
  async add(sql: string, check: HarmlessStatement, shape: StatementShape): Promise<boolean> {
    const names = namesOf(shape, this.columnNames);
    const alike = this.byNames.get(names);
    if (alike === undefined) {
      this.byNames.set(names, { fingerprints: new Set(), unread: [{ sql, check }] });
      return true;
    }
    for (const other of alike.unread.splice(0)) {
      alike.fingerprints.add(await fingerprintOf(other.sql, other.check));
    }
    const own = await fingerprintOf(sql, check);
    const isNew = !alike.fingerprints.has(own);
    alike.fingerprints.add(own);
    return isNew;
  }
}

/**
 * Relations, comparisons, other columns and parts of SQL, each once. A fingerprint counts repeated items of a list once,
 * so statements that differ here differ in structure.
 */
function namesOf({ relations, columns, equalities, features }: StatementShape, columnNames: ColumnNames): string {
  const names = new Set<string>(features.keys());
  relations.forEach(({ name }, alias) => names.add(`${name} ${alias}`));
  const compared = new Map<string, number>();
  for (const [left, right] of equalities.map((sides) => sides.map((side) => columnNames.of(side)))) {
    names.add(`${left} = ${right}`);
    [left, right].forEach((name = '') => compared.set(name, (compared.get(name) ?? 0) + 1));
  }
  for (const column of columns) {
    const name = columnNames.of(column);
    const left = compared.get(name) ?? 0;
    compared.set(name, left - 1);
    if (left <= 0) {
      names.add(name);
    }
  }
  return [...names].sort().join('\0');
}

/** The names of columns with their tables, each written once in a run: the same ones stand in most statements. */
class ColumnNames {
  private readonly byTable = new Map<string | null, Map<string, string>>();

  of({ table, column }: NamedColumn): string {
    let names = this.byTable.get(table);
    if (names === undefined) {
      names = new Map();
      this.byTable.set(table, names);
    }
    let name = names.get(column);
    if (name === undefined) {
      name = table === null ? column : `${table}.${column}`;
      names.set(column, name);
    }
    return name;
  }
}
