import type { Message, MessageParam } from '#libs/language';
import { redactSecrets } from '#libs/redaction';

const MAX_CHARACTERS = 20_000;

/**
 * The message without the secrets in it, to be stored beside its sentence.
 * @returns null where it is too long: then the sentence alone is kept
 */
export function storable(message: Message): Message | null {
  const clean = cleaned(message);
  return JSON.stringify(clean).length > MAX_CHARACTERS ? null : clean;
}

function cleaned({ code, params }: Message): Message {
  return { code, params: mapped(params, cleanedParam) };
}

function cleanedParam(param: MessageParam): MessageParam {
  if (typeof param === 'string') {
    return cleanedText(param);
  }
  if (typeof param === 'number') {
    return param;
  }
  if (isList(param)) {
    return param.map(cleanedText);
  }
  return 'code' in param ? cleaned(param) : mapped(param, cleanedText);
}

function cleanedText(text: string): string {
  return redactSecrets(text).replaceAll('\0', '');
}

function mapped<K extends string, V>(values: Readonly<Record<K, V>>, change: (value: V) => V): Record<K, V> {
  return Object.fromEntries(Object.entries<V>(values).map(([key, value]) => [key, change(value)])) as Record<K, V>;
}

function isList(param: object): param is readonly string[] {
  return Array.isArray(param);
}
