export interface Part {
  readonly covered: number;
  readonly total: number;
  readonly missing: readonly string[];
}

export interface Quality {
  readonly measuredAt: string;
  readonly tables: Part;
  readonly columns: Part;
  readonly joins: Part;
}

/** The coverage in `qa_quality.json`; null where the file is missing or is none. */
export function parseQuality(text: string | null): Quality | null {
  const report = objectOf(parse(text ?? ''));
  const coverage = objectOf(report['coverage']);
  const tables = partOf(coverage['tables']);
  return tables.total === 0
    ? null
    : {
        measuredAt: String(report['measured_at']),
        tables,
        columns: partOf(coverage['columns']),
        joins: partOf(coverage['foreign_keys']),
      };
}

/** `schema.table` of what is missing: tables, those of columns, and both ends of joins. */
export function tablesOfGaps({ tables, columns, joins }: Quality): string[] {
  return [...new Set([tables, columns, joins].flatMap(({ missing }) => missing.flatMap(tablesOfGap)))];
}

/** The same of one entry. */
export function tablesOfGap(gap: string): string[] {
  const tables = gap.split(/ = | AND /).map((name) => name.replace(/^([^.]*\..*?)\.[^.]*$/s, '$1'));
  return [...new Set(tables)].filter((table) => table.includes('.'));
}

function partOf(value: unknown): Part {
  const { covered, total, missing } = objectOf(value);
  return {
    covered: typeof covered === 'number' ? covered : 0,
    total: typeof total === 'number' ? total : 0,
    missing: Array.isArray(missing) ? missing.filter((one) => typeof one === 'string') : [],
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
