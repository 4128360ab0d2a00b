import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { FAILURE_DESCRIPTIONS } from '../http/api-failures.js';
import { ObjectProperty, TextProperty } from '../fields/properties.js';

class OpenAiErrorBody {
  @TextProperty({ description: 'The sentence about this error' })
  message!: string;

  @TextProperty({ example: 'invalid_request_error' })
  type!: string;

  @TextProperty({ nullable: true, description: 'The field that is wrong', example: 'input' })
  param!: string | null;

  @TextProperty({ nullable: true, example: 'request_invalid' })
  code!: string | null;
}

/** The body of every error below /v1. */
export class OpenAiFailure {
  @ObjectProperty(() => OpenAiErrorBody)
  error!: OpenAiErrorBody;
}

const OWN_DESCRIPTIONS: Readonly<Record<number, string>> = {
  404: 'the model is not the one of the store; the message names both',
  409: 'the store was made by another embedder than the configured one; the message names both',
};

/** As `ApiFailures`, with errors as OpenAI clients read them. */
export function OpenAiFailures(...statuses: number[]): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ...[...new Set([...statuses, 401, 403, 429, 431, 500, 503])].sort().map((status) =>
      ApiResponse({
        status,
        description: OWN_DESCRIPTIONS[status] ?? FAILURE_DESCRIPTIONS[status] ?? '',
        type: OpenAiFailure,
      }),
    ),
  );
}
