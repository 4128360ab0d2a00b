import { hash } from 'node:crypto';
import type { ReadColumn, ReadRow } from '#libs/business-database';
import { valueKey } from './value-key.js';

/** Bits of the hash of a value; two of them can be added without loss. */
const HASH_BYTES = 6;
const HASHES = 2 ** (8 * HASH_BYTES);
const FIRST_CELLS = 1_024;

/** The rows of a statement as hashes of their values: eight bytes a value, whatever the values are. */
export class ResultTable {
  private cells = new Float64Array(FIRST_CELLS);
  private count = 0;

  constructor(
    readonly columns: readonly ReadColumn[],
    rows: readonly ReadRow[] = [],
  ) {
    this.add(rows);
  }

  get width(): number {
    return this.columns.length;
  }

  get rowCount(): number {
    return this.count;
  }

  add(rows: readonly ReadRow[]): void {
    for (const row of rows) {
      this.reserve((this.count + 1) * this.width);
      this.columns.forEach(({ kind }, column) => {
        this.cells[this.count * this.width + column] = hashOf(valueKey(row[column] ?? null, kind));
      });
      this.count += 1;
    }
  }

  cell(row: number, column: number): number {
    return this.cells[row * this.width + column] ?? 0;
  }

  /** One for each row, over these columns in this order. */
  rowKeys(columns: readonly number[]): string[] {
    return Array.from({ length: this.count }, (_, row) => columns.map((column) => this.cell(row, column)).join(' '));
  }

  /** The same rows with these columns. */
  project(columns: readonly number[]): ResultTable {
    const projected = new ResultTable(columns.flatMap((column) => this.columns[column] ?? []));
    projected.cells = new Float64Array(this.count * columns.length);
    projected.count = this.count;
    for (let row = 0; row < this.count; row++) {
      columns.forEach((column, at) => {
        projected.cells[row * columns.length + at] = this.cell(row, column);
      });
    }
    return projected;
  }

  /** Equal for two columns with the same values, in whatever order. */
  signature(column: number): number {
    let sum = 0;
    for (let row = 0; row < this.count; row++) {
      sum = (sum + this.cell(row, column)) % HASHES;
    }
    return sum;
  }

  private reserve(cells: number): void {
    if (cells > this.cells.length) {
      const larger = new Float64Array(Math.max(cells, this.cells.length * 2));
      larger.set(this.cells);
      this.cells = larger;
    }
  }
}

function hashOf(key: string): number {
  return hash('sha1', key, 'buffer').readUIntBE(0, HASH_BYTES);
}
