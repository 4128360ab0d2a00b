import { StandardSchemaValidationPipe } from '@nestjs/common';
import { DomainError } from '#libs/domain-errors';
import { httpErrors } from './errors.js';

/** Validates bodies, queries and parameters against the zod schema of their route; names every problem at once. */
export function requestValidation(): StandardSchemaValidationPipe {
  return new StandardSchemaValidationPipe({
    exceptionFactory: (issues) => {
      const problems = issues.map(({ path = [], message }) => {
        const field = path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
        return { field, message };
      });
      const sentence = problems
        .map(({ field, message }) => (field === '' ? message : `${field}: ${message}`))
        .join('; ');
      return new DomainError(httpErrors.request_invalid, { problems: sentence }, { details: { problems } });
    },
  });
}
