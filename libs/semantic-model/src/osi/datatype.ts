import type { Field } from '../model.js';

type Datatype =
  'String' | 'Integer' | 'Decimal' | 'Float' | 'Boolean' | 'Date' | 'Time' | 'DateTime' | 'DateTimeTz' | 'Opaque';

const TYPES: readonly (readonly [RegExp, Datatype])[] = [
  [/^(smallint|integer|bigint|oid)$/, 'Integer'],
  [/^(numeric|decimal)/, 'Decimal'],
  [/^(real|double precision)$/, 'Float'],
  [/^boolean$/, 'Boolean'],
  [/^date$/, 'Date'],
  [/^time( |\(|$)/, 'Time'],
  [/^timestamp(\(\d\))? with time zone$/, 'DateTimeTz'],
  [/^timestamp/, 'DateTime'],
];

/** The portable type; `Opaque` for arrays, JSON, intervals and the like, whose own type is among the extensions. */
export function datatypeOf({ type, typeCategory, isArray }: Field): Datatype {
  if (isArray) {
    return 'Opaque';
  }
  const found = TYPES.find(([pattern]) => pattern.test(type));
  return found ? found[1] : typeCategory === 'S' || typeCategory === 'E' ? 'String' : 'Opaque';
}
