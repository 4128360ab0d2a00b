/** The fields that a request class declares, its own and inherited ones. */
interface KnownField {
  readonly required: boolean;
  /** The value of an absent field; undefined where it has none. */
  readonly initial: unknown;
}

const FIELDS = Symbol('fields of a request');

export type RequestClass = abstract new (...parameters: never[]) => object;

export function rememberField(prototype: object, name: string, known: KnownField): void {
  const own = Reflect.getOwnMetadata(FIELDS, prototype) as Map<string, KnownField> | undefined;
  const fields = own ?? new Map<string, KnownField>(Reflect.getMetadata(FIELDS, prototype) as Map<string, KnownField>);
  fields.set(name, known);
  Reflect.defineMetadata(FIELDS, fields, prototype);
}

/** Empty for a class without request fields. */
export function fieldsOf(request: RequestClass): ReadonlyMap<string, KnownField> {
  return (Reflect.getMetadata(FIELDS, request.prototype as object) as Map<string, KnownField> | undefined) ?? new Map();
}

/** The values of absent fields; a new copy for every request, so that none is shared. */
export function initialValues(request: RequestClass): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, { initial }] of fieldsOf(request)) {
    if (initial !== undefined) {
      values[name] = initial;
    }
  }
  return values;
}

/** Names of the fields that a request cannot leave out. */
export function requiredFields(request: RequestClass): string[] {
  return [...fieldsOf(request)]
    .filter(([, { required, initial }]) => required && initial === undefined)
    .map(([n]) => n);
}
