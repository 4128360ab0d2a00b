import type { Language } from './language.js';
import type { Message, MessageParam, MessageParams, Templates } from './template.js';

type Rendered = string | number | readonly string[];

const PLACEHOLDER = /\{\{(\w+)\}\}|\{(\w+)\}/g;

const templatesByCode = new Map<string, Templates>();

/** @throws Error when another message has the code: stored messages are found by it */
export function registerMessage(code: string, templates: Templates): void {
  if (templatesByCode.has(code)) {
    throw new Error(`message code declared twice: ${code}`);
  }
  templatesByCode.set(code, templates);
}

/** The sentence of a message. One with an unknown code (stored by a newer version) shows its code and parameters. */
export function render(message: Message, language: Language): string {
  const templates = templatesByCode.get(message.code);
  return templates === undefined
    ? `${message.code} ${JSON.stringify(message.params)}`
    : renderTemplates(templates, message.params, language);
}

/** The same for a message whose code, and those of the messages in it, are known here; null for another one. */
export function renderKnown(message: Message, language: Language): string | null {
  return isKnown(message) ? render(message, language) : null;
}

function isKnown({ code, params }: Message): boolean {
  return (
    templatesByCode.has(code) &&
    Object.values(params).every(
      (param) => typeof param !== 'object' || isList(param) || !isMessage(param) || isKnown(param),
    )
  );
}

/** Renders templates directly. A placeholder without a parameter stays unchanged. */
export function renderTemplates(templates: Templates, params: MessageParams, language: Language): string {
  const template = templates[language];
  if (typeof template === 'function') {
    const entries = Object.entries(params).map(([name, param]) => [name, rendered(param, language)] as const);
    const parts: Record<string, Rendered> = Object.fromEntries(entries);
    return (template as (params: Record<string, Rendered>) => string)(parts);
  }
  return template.replace(PLACEHOLDER, (placeholder, literal: string | undefined, name: string | undefined) => {
    if (name === undefined) {
      return `{${literal}}`;
    }
    const param = params[name];
    return param === undefined ? placeholder : textOf(rendered(param, language));
  });
}

function rendered(param: MessageParam, language: Language): Rendered {
  if (typeof param !== 'object' || isList(param)) {
    return param;
  }
  return isMessage(param) ? render(param, language) : param[language];
}

function textOf(part: Rendered): string {
  return typeof part === 'object' ? part.join(', ') : String(part);
}

function isList(param: object): param is readonly string[] {
  return Array.isArray(param);
}

function isMessage(param: object): param is Message {
  return 'code' in param;
}
