import { ApiSchema } from '@nestjs/swagger';

/** An example of the body that a class describes, for the API document. */
export function BodyExample<T extends object>(example: NoInfer<Partial<T>>): ClassDecorator {
  // Other schema keywords are copied unchanged, although the options do not declare them.
  const schema: object = { example };
  return ApiSchema(schema);
}
