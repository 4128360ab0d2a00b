import type { z } from 'zod';

/** A JSON file of a known shape. */
export interface JsonFile<S extends z.ZodType> {
  readonly schema: S;
  /** Two blanks an indent, as the Python original writes it, and a newline at the end. */
  render(value: z.input<S>): string;
  /** @returns null for a text that is not of this shape */
  parse(text: string): z.output<S> | null;
}

export function jsonFile<S extends z.ZodType>(schema: S): JsonFile<S> {
  return {
    schema,
    render: (value) => `${JSON.stringify(value, null, 2)}\n`,
    parse: (text) => {
      const parsed = schema.safeParse(parseJson(text));
      return parsed.success ? parsed.data : null;
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
