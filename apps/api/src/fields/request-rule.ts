import type { Text } from '#libs/language';

/** A rule about several fields of a request; it is asked once every field by itself is right. */
export interface RequestRule<T> {
  /** The field that the refusal names. */
  readonly field: string & keyof T;
  readonly holds: (request: T) => boolean;
  readonly message: Text;
}

const RULES = Symbol('rules of a request');

export function Rule<T extends object>(
  field: string & keyof T,
  message: Text,
  holds: (request: T) => boolean,
): (target: new () => T) => void {
  return (request) => {
    const prototype = request.prototype as T;
    const rule: RequestRule<T> = { field, holds, message };
    Reflect.defineMetadata(RULES, [rule, ...rulesOf(prototype)], prototype);
  };
}

export function rulesOf<T extends object>(request: T): readonly RequestRule<T>[] {
  return (Reflect.getMetadata(RULES, request) as readonly RequestRule<T>[] | undefined) ?? [];
}
