import { quoteIdentifier } from '#libs/postgres';

/** PostgreSQL cuts longer names. */
const MAX_NAME_BYTES = 63;

/** A label as the name of an output column: `rental rate` → `rental_rate`, `租金`. */
function plainName(label: string): string {
  let name = /\p{Script=Han}/u.test(label)
    ? label.trim()
    : label
        .toLowerCase()
        .replace(/%/g, ' percent')
        .replace(/[^\p{L}\p{N}]+/gu, '_')
        .replace(/^_|_$/g, '');
  while (Buffer.byteLength(name) > MAX_NAME_BYTES) {
    name = [...name].slice(0, -1).join('');
  }
  // A bare name cannot begin with a digit: `2023` becomes `_2023`, not `"2023"`.
  return /^\d/.test(name) ? `_${name}` : name || 'value';
}

/** The names of the output columns of one SELECT, each once: a second `name` becomes `name_2`. */
export class OutputNames {
  private readonly taken = new Set<string>();

  /** As SQL text. */
  take(label: string): string {
    const name = plainName(label);
    let free = name;
    for (let number = 2; this.taken.has(free); number += 1) {
      free = `${name}_${number}`;
    }
    this.taken.add(free);
    return quoteIdentifier(free);
  }
}

/** `expression AS name`; a column that has this name already stays as it is. */
export function named(expression: string, name: string): string {
  return expression === name || expression.endsWith(`.${name}`) ? expression : `${expression} AS ${name}`;
}
