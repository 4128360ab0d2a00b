import type OpenAI from 'openai';
import { DomainError } from '#libs/domain-errors';

type Parameters = OpenAI.Chat.Completions.ChatCompletionCreateParamsNonStreaming;

/** Ways to ask for JSON, the strictest first; an endpoint that rejects one is asked by the next. */
const FORMATS = ['json_schema', 'json_object', 'plain'] as const;

/** The optional parameters of a request, in the form that an endpoint takes. */
export interface RequestForm {
  readonly format: (typeof FORMATS)[number];
  /** Reasoning models refuse a temperature. */
  readonly hasTemperature: boolean;
  /** Reasoning models of OpenAI take the second name only, other servers often the first only. */
  readonly limitName: 'max_tokens' | 'max_completion_tokens' | null;
}

export function firstForm(temperature: number | undefined, limit: number | undefined): RequestForm {
  return {
    format: FORMATS[0],
    hasTemperature: temperature !== undefined,
    limitName: limit === undefined ? null : 'max_tokens',
  };
}

/**
 * The form to ask in after a rejection: without the parameter that the rejection names, otherwise in the next format,
 * and at last without parameters. Null where the form is not the cause.
 */
export function nextForm(form: RequestForm, error: unknown): RequestForm | null {
  if (!isFormRejection(error)) {
    return null;
  }
  const { reason: told } = error.params;
  const reason = typeof told === 'string' ? told : '';
  const namesLimit = /max_(?:completion_)?tokens/i.test(reason);
  if (form.hasTemperature && !namesLimit && /temperature/i.test(reason)) {
    return { ...form, hasTemperature: false };
  }
  const format = FORMATS[FORMATS.indexOf(form.format) + 1];
  if (form.limitName !== null && (namesLimit || format === undefined)) {
    return { ...form, limitName: form.limitName === 'max_tokens' ? 'max_completion_tokens' : null };
  }
  if (format !== undefined) {
    return { ...form, format };
  }
  return form.hasTemperature ? { ...form, hasTemperature: false } : null;
}

/** 400 and 422 may be about the form; when they are not, the last form meets them again and they are thrown. */
function isFormRejection(error: unknown): error is DomainError {
  return (
    error instanceof DomainError &&
    error.code === 'model_rejected' &&
    (error.params['status'] === 400 || error.params['status'] === 422)
  );
}

export function formParameters(
  { format, hasTemperature, limitName }: RequestForm,
  values: { readonly temperature: number | undefined; readonly limit: number | undefined },
  schema: { readonly name: string; readonly shape: object },
): Partial<Parameters> {
  return {
    ...(hasTemperature && values.temperature !== undefined ? { temperature: values.temperature } : {}),
    ...(limitName !== null && values.limit !== undefined ? { [limitName]: values.limit } : {}),
    ...(format === 'json_schema'
      ? { response_format: { type: format, json_schema: { name: schema.name, schema: { ...schema.shape } } } }
      : {}),
    ...(format === 'json_object' ? { response_format: { type: format } } : {}),
  };
}
