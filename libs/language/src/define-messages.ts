import { registerMessage } from './render.js';
import type { Message, MessageParams, ParamsArguments, Templates } from './template.js';

/** Makes the message of one code. Parameters that its templates do not name, or lack, do not compile. */
export interface MessageFactory<T extends Templates> {
  (...args: ParamsArguments<T>): Message;
  readonly code: string;
}

type Factories<T extends Readonly<Record<string, Templates>>> = { readonly [K in keyof T]: MessageFactory<T[K]> };

/**
 * Declares the messages of one place. A code is `prefix.name`; it is stored, so it stays as it is when the wording
 * changes.
 * @throws Error when a code is declared twice
 */
export function defineMessages<const T extends Readonly<Record<string, Templates>>>(
  prefix: string,
  messages: T,
): Factories<T>;
export function defineMessages(prefix: string, messages: Readonly<Record<string, Templates>>) {
  const factories = Object.entries(messages).map(([name, templates]) => {
    const code = `${prefix}.${name}`;
    registerMessage(code, templates);
    return [name, Object.assign((params: MessageParams = {}): Message => ({ code, params }), { code })] as const;
  });
  return Object.fromEntries(factories);
}
