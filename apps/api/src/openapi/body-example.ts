import { ApiSchema } from '@nestjs/swagger';

/** An example of the body that a class describes, for the API document. */
export function BodyExample<T extends object>(example: NoInfer<Partial<T>>): ClassDecorator {
  // Whatever else a schema may have is taken over as it is, although the options do not declare it.
  const schema: object = { example };
  return ApiSchema(schema);
}
