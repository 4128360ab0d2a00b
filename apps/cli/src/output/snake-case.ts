/** The same value with the names of the API: `relativePath` becomes `relative_path`. Dates and texts stay. */
export function snakeCase(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(snakeCase);
  }
  if (typeof value !== 'object' || value === null || value instanceof Date) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [snakeName(name), snakeCase(inner)]));
}

function snakeName(name: string): string {
  return name.replace(/[a-z0-9][A-Z]/g, ([before = '', upper = '']) => `${before}_${upper.toLowerCase()}`);
}
