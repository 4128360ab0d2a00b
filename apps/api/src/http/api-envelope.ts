import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath, type ApiResponseOptions } from '@nestjs/swagger';

type Model = abstract new () => object;

/** Documents a success of a route: the envelope around the object of the class. */
export function ApiEnvelope(
  status: number,
  model: Model,
  more: Pick<ApiResponseOptions, 'headers'> = {},
): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(model),
    ApiResponse({
      status,
      ...more,
      schema: {
        type: 'object',
        properties: {
          success: { type: 'boolean', enum: [true] },
          code: { type: 'number', enum: [status] },
          message: { type: 'string' },
          data: { $ref: getSchemaPath(model.name) },
        },
        required: ['success', 'code', 'message', 'data'],
        additionalProperties: false,
      },
    }),
  );
}
