import type { ByLanguage, Language, Text } from './language.js';

/** A value for a placeholder. All kinds survive JSON, so a message can be stored with them. */
export type MessageParam = string | number | readonly string[] | Text | Message;

export type MessageParams = Readonly<Record<string, MessageParam>>;

/** A text as code and parameters. It is stored like this and rendered in the language of each reader. */
export interface Message {
  readonly code: string;
  readonly params: MessageParams;
}

/**
 * One sentence in one language. A string has `{placeholders}`; `{{word}}` renders as `{word}`. Where the words depend
 * on a parameter (English plurals, Chinese measure words), the template is a function; texts and messages among its
 * parameters reach it rendered.
 */
export type Template = string | ((params: never) => string);

export type Templates = ByLanguage<Template>;

/** Characters that end a word: braces around anything but one word (JSON in an example) are literal. */
type NoWord = '"' | ' ' | ':' | '.' | ',' | '/' | '…' | '{';

type IsWord<S extends string> = S extends '' | `${string}${NoWord}${string}` ? false : true;

type Placeholders<S extends string, Found = never> = S extends `${string}{${infer After}`
  ? After extends `{${infer Literal}}}${infer Rest}`
    ? Placeholders<IsWord<Literal> extends true ? Rest : After, Found>
    : After extends `${infer Name}}${infer Rest}`
      ? IsWord<Name> extends true
        ? Placeholders<Rest, Found | Name>
        : Placeholders<After, Found>
      : Found
  : Found;

/** The caller of a function template may pass a text or a message wherever the function reads a string. */
type Accepted<T> = string extends T ? T | Text | Message : T;

type ParamsOfTemplate<T> = T extends string
  ? string extends T
    ? MessageParams
    : Readonly<Record<Placeholders<T>, MessageParam>>
  : T extends () => string
    ? Record<never, never>
    : T extends (params: infer P) => string
      ? { readonly [K in keyof P]: Accepted<P[K]> }
      : never;

type Intersection<U> = (U extends unknown ? (member: U) => void : never) extends (all: infer I) => void ? I : never;

/** The parameters that a message needs: those that a template of any language names. */
export type ParamsOf<T extends Templates> =
  Intersection<ParamsOfTemplate<T[Language]>> extends infer P extends MessageParams ? P : never;

/** Arguments of a call: parameters are left out only where no template names one. */
export type ParamsArguments<T extends Templates> =
  Record<never, never> extends ParamsOf<T> ? [params?: ParamsOf<T>] : [params: ParamsOf<T>];
