import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ChoiceField, IntegerField, ShapedField, TextField } from '../fields/field.js';
import {
  ChoiceProperty,
  IntegerProperty,
  ObjectListProperty,
  ObjectProperty,
  TextProperty,
} from '../fields/properties.js';
import { BodyExample } from '../openapi/body-example.js';
import { embeddingInputShape } from './embedding-input.shape.js';

const FORMATS = ['float', 'base64'] as const;
export type EncodingFormat = (typeof FORMATS)[number];
const PURPOSES = ['query', 'document'] as const;

@BodyExample<EmbeddingsRequest>({ model: 'built-in-zh-en-v1-768', input: ['哪个服务区的营业额最高？'] })
export class EmbeddingsRequest {
  @TextField({
    max: 300,
    description: 'A name of GET /v1/models: the model of the store, with :query or :document for one side of it',
  })
  model!: string;

  @ShapedField(embeddingInputShape(), { description: 'A text, or up to 2,048 texts; no tokens' })
  input!: string[] | string;

  @ChoiceField(FORMATS, { default: 'float', description: 'base64: the numbers as little-endian float32' })
  encoding_format!: EncodingFormat;

  @IntegerField({
    min: 1,
    max: 100_000,
    optional: true,
    description: 'Only the dimensions of the store: shorter vectors could not be compared with it',
  })
  dimensions?: number;

  @TextField({ min: 0, max: 1_000, optional: true, description: 'Taken as OpenAI takes it, and not used' })
  user?: string;
}

/** Numbers or base64, as the request wants them. */
function VectorProperty(): PropertyDecorator {
  const schema = { anyOf: [{ type: 'array', items: { type: 'number' } }, { type: 'string' }] } as const;
  return applyDecorators(ApiProperty({ ...schema, description: 'A vector of length 1' } as never));
}

export class Embedding {
  @ChoiceProperty(['embedding'])
  object!: 'embedding';

  @IntegerProperty({ description: 'Place of the text in input', example: 0 })
  index!: number;

  @VectorProperty()
  embedding!: number[] | string;
}

class EmbeddingUsage {
  @IntegerProperty({ description: 'An estimate' })
  prompt_tokens!: number;

  @IntegerProperty()
  total_tokens!: number;
}

/** As OpenAI answers. */
export class EmbeddingList {
  @ChoiceProperty(['list'])
  object!: 'list';

  @ObjectListProperty(() => Embedding)
  data!: Embedding[];

  @TextProperty({ description: 'As it was asked for', example: 'built-in-zh-en-v1-768' })
  model!: string;

  @ObjectProperty(() => EmbeddingUsage)
  usage!: EmbeddingUsage;
}

export class EmbeddingModel {
  @TextProperty({ description: 'The name to send as model', example: 'built-in-zh-en-v1-768:query' })
  id!: string;

  @ChoiceProperty(['model'])
  object!: 'model';

  @IntegerProperty({ description: 'Always 0', example: 0 })
  created!: number;

  @TextProperty({ example: 'data-pipeline' })
  owned_by!: string;

  @ChoiceProperty(PURPOSES, { description: 'The side of the model: of questions, or of stored texts' })
  purpose!: (typeof PURPOSES)[number];
}

export class EmbeddingModelList {
  @ChoiceProperty(['list'])
  object!: 'list';

  @ObjectListProperty(() => EmbeddingModel)
  data!: EmbeddingModel[];
}
