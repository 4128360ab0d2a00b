import { OPERATOR_LANGUAGE, registerMessage, renderTemplates } from '#libs/language';
import type { Language, Message, MessageParams, ParamsOf, Templates } from '#libs/language';

/**
 * The class of a failure, as far as a decision depends on it: the API turns a kind into a status code, the queue turns
 * it into "try again" or "give up". No decision depends on a message text.
 */
export type ErrorKind =
  | 'validation'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'conflict'
  | 'payload_too_large'
  | 'range_not_satisfiable'
  | 'unsupported_media_type'
  | 'rate_limited'
  | 'unavailable'
  | 'database'
  | 'internal'
  | 'cancelled';

/** Kinds of failure that the request or its data cause, or the user wants. The product did its work. */
const OF_USERS: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  'validation',
  'unauthorized',
  'forbidden',
  'not_found',
  'method_not_allowed',
  'conflict',
  'payload_too_large',
  'range_not_satisfiable',
  'unsupported_media_type',
  'cancelled',
]);

/** Whether work that ended like this is no failure of the product. */
export function isUserError(error: unknown): boolean {
  return error instanceof DomainError && OF_USERS.has(error.kind);
}

const userCodes = new Set<string>();

/** The codes of such errors, of the libs that this process has loaded: for statistics over stored codes. */
export function userErrorCodes(): string[] {
  return [...userCodes];
}

/** A message (the sentence in each language states the remedy where it is not obvious) with a kind. */
type ErrorTemplates = Templates & {
  readonly kind: ErrorKind;
  /** The sentence and the details of this error are written for the client, also where its status is 500. */
  readonly shown?: boolean;
};

export type ErrorDefinition<T extends ErrorTemplates = ErrorTemplates> = T & { readonly code: string };

type ErrorDefinitions<T> = { readonly [K in keyof T]: T[K] & { readonly code: string; readonly shown?: boolean } };

/**
 * Declares the errors of one lib.
 * @throws Error when a code was declared elsewhere: codes are unique in the whole product.
 */
export function defineErrors<const T extends Record<string, ErrorTemplates>>(templates: T): ErrorDefinitions<T> {
  const definitions = Object.entries(templates).map(([code, template]) => {
    registerMessage(code, template);
    if (OF_USERS.has(template.kind)) {
      userCodes.add(code);
    }
    return [code, { code, ...template }] as const;
  });
  return Object.fromEntries(definitions) as ErrorDefinitions<T>;
}

interface ErrorOptions {
  readonly cause?: unknown;
  readonly details?: Record<string, unknown>;
}

class KnownError extends Error {
  readonly code: string;
  readonly kind: ErrorKind;
  /** Machine-readable particulars for the client; never a secret, a path of the server or SQL of ours. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    readonly definition: ErrorDefinition,
    readonly params: MessageParams = {},
    { cause, details = {} }: ErrorOptions = {},
  ) {
    super(renderTemplates(definition, params, OPERATOR_LANGUAGE), { cause });
    this.name = 'DomainError';
    this.code = definition.code;
    this.kind = definition.kind;
    this.details = details;
  }
}

type ErrorArguments<D extends ErrorDefinition> =
  Record<never, never> extends ParamsOf<D>
    ? [params?: ParamsOf<D>, options?: ErrorOptions]
    : [params: ParamsOf<D>, options?: ErrorOptions];

interface DomainErrorConstructor {
  /** Parameters that the definition does not name, or lacks, do not compile. */
  new <D extends ErrorDefinition>(definition: D, ...args: ErrorArguments<D>): DomainError;
  readonly prototype: DomainError;
}

/** A known error. Errors of libraries are translated to it at the adapter. */
export type DomainError = KnownError;
// A constructor has no type parameters of its own, and those of a class would be `any` after `instanceof`.
export const DomainError: DomainErrorConstructor = KnownError;

/** The error as a message: to be stored, or to be a part of another message. */
export function errorMessage({ code, params }: DomainError): Message {
  return { code, params };
}

/** The sentence that a person reads. */
export function errorText(error: DomainError, language: Language): string {
  return renderTemplates(error.definition, error.params, language);
}
