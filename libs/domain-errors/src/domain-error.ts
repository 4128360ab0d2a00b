/** The two languages that people read messages in. */
export type Language = 'zh' | 'en';

/**
 * What went wrong, as far as anybody has to decide on it: the API turns a kind into a status code,
 * the queue turns it into "try again" or "give up". Nobody decides on a message text.
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

export interface ErrorDefinition {
  readonly code: string;
  readonly kind: ErrorKind;
  /** Sentence templates with `{name}` placeholders; each says what to do where that is not obvious. */
  readonly zh: string;
  readonly en: string;
  /** The sentence and the details of this error are written for the client, also where its status is 500. */
  readonly shown?: boolean;
}

type ErrorTemplates = Record<string, Omit<ErrorDefinition, 'code'>>;

const definedCodes = new Set<string>();

/**
 * Declares the errors of one lib. Codes are unique in the whole product.
 * @throws Error when a code was declared elsewhere.
 */
export function defineErrors<const T extends ErrorTemplates>(
  templates: T,
): { readonly [K in keyof T]: ErrorDefinition } {
  const definitions = Object.entries(templates).map(([code, template]) => {
    if (definedCodes.has(code)) {
      throw new Error(`error code declared twice: ${code}`);
    }
    definedCodes.add(code);
    return [code, { code, ...template }] as const;
  });
  return Object.fromEntries(definitions) as { readonly [K in keyof T]: ErrorDefinition };
}

/** A part of a sentence; one that is itself a text is given in both languages. */
export type ErrorParam = string | number | Readonly<Record<Language, string>>;

/** An error that the product knows: foreign errors are translated into it where they enter. */
export class DomainError extends Error {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly params: Readonly<Record<string, ErrorParam>>;
  /** Machine-readable particulars for the client; never a secret, a path of the server or SQL of ours. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    readonly definition: ErrorDefinition,
    params: Readonly<Record<string, ErrorParam>> = {},
    options: { cause?: unknown; details?: Record<string, unknown> } = {},
  ) {
    super(interpolate(definition, params, 'en'), { cause: options.cause });
    this.name = 'DomainError';
    this.code = definition.code;
    this.kind = definition.kind;
    this.params = params;
    this.details = options.details ?? {};
  }
}

/** The sentence that a person reads. */
export function errorText(error: DomainError, language: Language): string {
  return interpolate(error.definition, error.params, language);
}

function interpolate(
  definition: ErrorDefinition,
  params: Readonly<Record<string, ErrorParam>>,
  language: Language,
): string {
  return definition[language].replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const param = params[name];
    return param === undefined ? placeholder : typeof param === 'object' ? param[language] : String(param);
  });
}
