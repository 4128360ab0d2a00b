import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { z } from 'zod';
import { DomainError, type Language } from '#libs/domain-errors';
import { Bilingual, zodInBothLanguages } from './both-languages.js';
import { httpErrors } from './errors.js';

/** One field of a request and what is wrong with it. */
interface RequestProblem {
  readonly field: string;
  readonly message: Bilingual;
}

/** Validates bodies, queries and parameters against the zod schema of their route; names every problem at once. */
export class RequestValidation implements PipeTransform<unknown, unknown> {
  transform(value: unknown, { schema, data }: ArgumentMetadata): unknown {
    if (!(schema instanceof z.ZodType)) {
      return value;
    }
    const result = schema.safeParse(value, { error: zodInBothLanguages });
    if (!result.success) {
      throw requestInvalid(
        result.error.issues.map(({ path, message }) => ({
          // A part of the path or of the query that is asked for by its name.
          field: [...(data === undefined ? [] : [data]), ...path.map(String)].join('.'),
          message: Bilingual.of(message),
        })),
      );
    }
    return result.data;
  }
}

/** The error that names what is wrong with a request. */
export function requestInvalid(problems: readonly RequestProblem[]): DomainError {
  const { request_invalid: definition } = httpErrors;
  const sentence = (language: Language) =>
    problems
      .map(({ field, message }) => (field === '' ? message[language] : `${field}: ${message[language]}`))
      .join('; ');
  return new DomainError(
    {
      ...definition,
      zh: definition.zh.replace('{problems}', () => sentence('zh')),
      en: definition.en.replace('{problems}', () => sentence('en')),
    },
    {},
    { details: { problems } },
  );
}
