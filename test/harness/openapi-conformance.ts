import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';

interface Media {
  readonly schema?: object;
}
interface Response {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, Media>>;
}
interface Document {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, Response>> }>>>
  >;
  readonly components: { readonly responses: Readonly<Record<string, Response>>; readonly schemas: object };
}

/** Says what of an answer is not as `docs/openapi.json` has it; nothing when all of it is. */
export type CheckAnswer = (
  method: string,
  path: string,
  answer: { readonly status: number; readonly contentType: string; readonly body: string },
) => string[];

export async function openApiConformance(): Promise<CheckAnswer> {
  const file = new URL('../../docs/openapi.json', import.meta.url);
  const document = JSON.parse(await readFile(file, 'utf8')) as Document;
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema({ $id: 'openapi', components: document.components });
  return (method, path, { status, contentType, body }) => {
    const template = templateOf(document, method, path);
    if (template === undefined) {
      return [`${method} ${path} is in no path of the document`];
    }
    const described = document.paths[template]?.[method.toLowerCase()]?.responses[String(status)];
    const response =
      described?.$ref === undefined ? described : document.components.responses[described.$ref.split('/').at(-1) ?? ''];
    if (response === undefined) {
      return [`${method} ${template} says nothing of ${status}`];
    }
    const [type = ''] = contentType.split(';');
    const media = response.content?.[type] ?? response.content?.['*/*'];
    if (media === undefined) {
      return response.content === undefined && body === '' ? [] : [`${method} ${template} ${status} is no ${type}`];
    }
    if (type !== 'application/json' || media.schema === undefined) {
      return [];
    }
    const schema = JSON.parse(
      JSON.stringify(media.schema).replaceAll('"#/components', '"openapi#/components'),
    ) as object;
    const validate = ajv.compile(schema);
    return validate(JSON.parse(body))
      ? []
      : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
  };
}

/** The path of the document that fits, the one with the fewest parameters first. */
function templateOf({ paths }: Document, method: string, path: string): string | undefined {
  return Object.keys(paths)
    .filter((template) => method.toLowerCase() in (paths[template] ?? {}))
    .sort((left, right) => left.split('{').length - right.split('{').length)
    .find((template) => {
      const pattern = template
        .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
        .replace(/\{path\}/g, '.+')
        .replace(/\{\w+\}/g, '[^/]+');
      return new RegExp(`^${pattern}$`).test(path);
    });
}
