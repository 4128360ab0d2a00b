import { quoteLiteral } from '#libs/postgres';
import type { Field } from '#libs/semantic-model';

/** A value in PostgreSQL's text form as a literal of the type of the field. */
export function literal(value: string, { typeCategory, type }: Pick<Field, 'typeCategory' | 'type'>): string {
  switch (typeCategory) {
    case 'N':
      return /^-?\d+(\.\d+)?$/.test(value) ? value : quoteLiteral(value);
    case 'B':
      return /^t(rue)?$/i.test(value) ? 'TRUE' : 'FALSE';
    case 'D':
      return `${type === 'date' ? 'DATE' : 'TIMESTAMP'} ${quoteLiteral(value)}`;
    default:
      return quoteLiteral(value);
  }
}

/** Real numbers carry noise behind the point; PostgreSQL rounds numeric only. */
export function isFloat({ type }: Pick<Field, 'type'>): boolean {
  return /^(real|double precision)/.test(type);
}
