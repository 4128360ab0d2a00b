import { Injectable, ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { validateSync, type ValidationError, type ValidatorOptions } from 'class-validator';
import { DomainError } from '#libs/domain-errors';
import { inEveryLanguage, type Language, type Text } from '#libs/language';
import { redactSecrets } from '#libs/redaction';
import type { RefusalContext } from '../fields/field.js';
import { fieldsOf, initialValues, requiredFields, type RequestClass } from '../fields/known-fields.js';
import { nearestName } from '../fields/nearest-name.js';
import { rulesOf } from '../fields/request-rule.js';
import { missingBody, NO_OBJECT, refusal, REPEATED, unknownField } from '../fields/sentences.js';
import { httpErrors } from './errors.js';
import { needsBody } from './needs-body.js';

/** One invalid field of a request, with its problem. */
export interface RequestProblem {
  /** Empty for the request as a whole. */
  readonly field: string;
  readonly message: Text;
}

/** As many unknown fields are named; the rest of a client's mistake adds nothing. */
const MOST_UNKNOWN_FIELDS = 20;
const LONGEST_SHOWN_NAME = 100;

/** Problems found by class-validator, before they are joined with the unknown fields. */
class FieldProblems extends Error {
  constructor(readonly errors: readonly ValidationError[]) {
    super('fields of a request are not valid');
  }
}

/** Validates bodies, queries and paths against the class of their parameter; names every problem at once. */
@Injectable()
export class RequestValidation extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      stopAtFirstError: true,
      exceptionFactory: (errors) => new FieldProblems(errors),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const request = requestClassOf(metadata);
    if (request === null) {
      return value;
    }
    const sent = value ?? (value === undefined && isOptional(request, metadata) ? {} : value);
    if (!isObject(sent)) {
      const message = value === undefined ? missingBody(requiredFields(request)) : refusal(NO_OBJECT, value, null);
      throw requestInvalid([{ field: '', message }]);
    }
    const unknown = metadata.type === 'param' ? [] : unknownFields(sent, request);
    try {
      const accepted: unknown = await super.transform({ ...initialValues(request), ...sent }, metadata);
      if (unknown.length === 0) {
        return accepted;
      }
    } catch (error) {
      if (!(error instanceof FieldProblems)) {
        throw error;
      }
      unknown.push(...error.errors.flatMap((one) => problemsOf(one, metadata)));
    }
    throw requestInvalid(unknown);
  }

  /** Rules about several fields follow once every field by itself is right. */
  protected override validate(request: object, options?: ValidatorOptions): ValidationError[] {
    const errors = validateSync(request, options);
    return errors.length > 0 ? errors : brokenRules(request);
  }
}

/** The error that lists every problem of a request. */
export function requestInvalid(problems: readonly RequestProblem[]): DomainError {
  const sentence = (language: Language) =>
    problems
      .map(({ field, message }) => (field === '' ? message[language] : `${field}: ${message[language]}`))
      .join('; ');
  const params = { problems: inEveryLanguage(sentence) };
  return new DomainError(httpErrors.request_invalid, params, { details: { problems } });
}

function requestClassOf({ metatype }: ArgumentMetadata): RequestClass | null {
  return metatype !== undefined && fieldsOf(metatype as RequestClass).size > 0 ? (metatype as RequestClass) : null;
}

/** A request without a body is one without fields, where none has to be there. */
function isOptional(request: RequestClass, { type }: ArgumentMetadata): boolean {
  return type !== 'body' || (requiredFields(request).length === 0 && !needsBody(request));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unknownFields(sent: Record<string, unknown>, request: RequestClass): RequestProblem[] {
  const fields = fieldsOf(request);
  const known = [...fields.keys()];
  return Object.keys(sent)
    .filter((name) => !fields.has(name))
    .slice(0, MOST_UNKNOWN_FIELDS)
    .map((name) => ({
      field: redactSecrets(name).slice(0, LONGEST_SHOWN_NAME),
      message: unknownField(known, nearestName(name, known)),
    }));
}

function problemsOf({ property, value, contexts }: ValidationError, { type }: ArgumentMetadata): RequestProblem[] {
  if (type === 'query' && Array.isArray(value) && !property.endsWith('[]')) {
    return [{ field: property, message: REPEATED }];
  }
  const [context] = Object.values(contexts ?? {}) as (RefusalContext | undefined)[];
  return (context?.problems(value) ?? []).map(({ path, message }) => ({
    field: [property, ...path].join('.'),
    message,
  }));
}

function brokenRules(request: object): ValidationError[] {
  return rulesOf(request)
    .filter((rule) => !rule.holds(request as never))
    .map(({ field, message }) => {
      const context: RefusalContext = { problems: () => [{ path: [], message }] };
      return { property: field, constraints: { rule: message.en }, contexts: { rule: context } };
    });
}
