export interface Measured {
  readonly call: string;
  readonly column: string;
  readonly isPlain: boolean;
}
export function measuredColumns(sql: string): Promise<Measured[]>;
export function wrongMeasure(measured: Measured, isKey: boolean): 'key' | 'code' | 'date part' | 'rate' | null;
