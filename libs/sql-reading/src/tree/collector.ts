import { measureText, type Condition, type Measure, type Period, type Reading } from '../reading.js';

/** Gathers the parts of a query during its reading. */
export class Collector {
  readonly tables: string[] = [];
  readonly joins: string[] = [];
  readonly shown: string[] = [];
  readonly conditions: Condition[] = [];
  readonly periods: Period[] = [];
  readonly groups: string[] = [];
  readonly distinct: string[] = [];
  readonly order: string[] = [];
  readonly limits: string[] = [];
  readonly sets: string[] = [];
  private readonly measures = new Map<string, Measure>();
  private readonly windows = new Set<string>();

  measure(measure: Measure): void {
    this.measures.set(measureText(measure), measure);
  }

  /** Whether the text is one of the measures or windows, and nothing around it. */
  hasFigure(text: string): boolean {
    return this.measures.has(text) || this.windows.has(text);
  }

  get measureCount(): number {
    return this.measures.size;
  }

  window(text: string): void {
    this.windows.add(text);
  }

  reading(): Reading {
    return {
      tables: this.tables.toSorted(),
      joins: this.joins.toSorted(),
      measures: [...this.measures.values()],
      shown: this.shown,
      conditions: this.conditions,
      periods: this.periods,
      groups: this.groups.toSorted(),
      distinct: this.distinct.toSorted(),
      order: this.order,
      limits: this.limits,
      windows: [...this.windows].sort(),
      sets: this.sets,
    };
  }
}
