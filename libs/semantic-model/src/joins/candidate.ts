import type { Column, Relation } from '#libs/catalog';
import type { Message } from '#libs/language';
import type { Source } from '../model.js';

/** Columns that look as if they held the key of another table. */
export interface Candidate {
  readonly from: Relation;
  readonly columns: readonly Column[];
  readonly to: Relation;
  readonly toColumns: readonly Column[];
  /** 0 to 1: how well the name fits. */
  readonly score: number;
  readonly role: readonly string[];
  readonly source: Source;
  readonly because: Message;
  /** Only values can confirm it: the name alone is too weak, whatever its score. */
  readonly needsRows: boolean;
  /** No constraint and no found key says that the referenced columns are distinct. */
  readonly provesKey: boolean;
  readonly elements: 'array' | 'json' | null;
  readonly condition: { readonly field: string; readonly value: string } | null;
}

/** Identifies the columns and the target of a candidate. */
export function candidateKey({ from, columns, to, toColumns, condition }: Candidate): string {
  const names = [...columns, ...toColumns].map(({ name }) => name);
  return [from.oid, to.oid, ...names, condition?.value ?? ''].join('\u0000');
}
