import type { ByLanguage } from '#libs/language';
import type { Entity } from '#libs/semantic-model';
import type { Composed } from '../family.js';
import type { SubjectParts } from '../subject-parts.js';
import type { Intent, Path } from '../../intent.js';
import { titleSql, type DimensionSql } from '../../sql/dimensions.js';
import { writeRanked, type Rank } from '../../sql/comparisons.js';
import { OutputNames } from '../../sql/output-names.js';
import { Aliases, Scope } from '../../sql/scope.js';
import { renderSelect, type SelectClauses } from '../../sql/select.js';
import { Used } from '../../sql/used.js';
import { labelsIn, type Labels } from '../../words/labels.js';
import { Names } from '../../words/names.js';
import { written } from '../../words/written.js';

/** The wordings of a question in one language. */
export type Wordings = ByLanguage<(names: Names) => readonly string[]>;

/** What a statement of its own is written with: the tables in its FROM, the names of its output columns, the words. */
export class Scene {
  readonly labels: Labels;
  readonly outputs = new OutputNames();
  readonly scope: Scope;
  private readonly used = new Used();

  /** @param root the first table of FROM */
  constructor(
    private readonly parts: SubjectParts,
    root: Entity = parts.subject,
  ) {
    this.labels = labelsIn(parts.language);
    this.scope = new Scope(root, new Aliases(true), this.used);
  }

  column(path: Path, name: string): string {
    return this.scope.column(path, name);
  }

  /** The key of the entity at the end of the path, one column after the other. */
  key(path: Path, { key }: Entity): string[] {
    return key.map((name) => this.column(path, name));
  }

  /** The title of the entity at the end of the path, and its key where titles repeat. */
  title(path: Path): DimensionSql {
    return titleSql(path, { scope: this.scope, labels: this.labels, names: this.outputs, isLeft: false });
  }

  /** An output name, as SQL text. */
  name(label: ByLanguage<string>): string {
    return this.outputs.take(label[this.parts.language]);
  }

  /** The rows of FROM: every column that other clauses need must have been asked for. */
  select(clauses: Omit<SelectClauses, 'from' | 'joins'>): string {
    return renderSelect({
      ...clauses,
      from: this.scope.from,
      joins: this.scope.joins,
      where: [...this.scope.guards, ...(clauses.where ?? [])],
    });
  }

  /** The best of each group, with those that tie. @param columns output names */
  selectRanked(clauses: Omit<SelectClauses, 'from' | 'joins'>, rank: Rank, columns: readonly string[]): string {
    const { from, joins, guards } = this.scope;
    const where = [...guards, ...(clauses.where ?? [])];
    const options = { labels: this.labels, names: this.outputs, top: 1, orderBy: [], columns, hidesPlace: true };
    return writeRanked({ ...clauses, from, joins, where }, rank, options);
  }

  compose(near: Intent, sql: string, wordings: Wordings): Composed {
    const { language } = this.parts;
    const names = new Names(language, this.parts.subject);
    const questions = wordings[language](names).map((text) => written(text, language));
    const { tables, columns, joins } = this.used;
    return { near, sql, questions: names.isComplete ? questions : [], tables, columns, joins };
  }
}
