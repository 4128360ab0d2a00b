import { plainComment } from '#libs/catalog';
import type { ByLanguage, Language } from '#libs/language';

/** Why a proposed comment is no comment. */
export type CommentDefect = 'json' | 'template' | 'path' | 'identifier' | 'language';

export interface CommentCheck {
  /** Names of the table and its schema, or of the column. */
  readonly names: readonly string[];
  /** The texts that the model was given. */
  readonly prompt: string;
  readonly language: Language;
  /** Characters. */
  readonly limit: number;
}

export type CheckedComment =
  | { readonly text: string; readonly defect: null }
  /** An empty answer has no defect. */
  | { readonly text: null; readonly defect: CommentDefect | null };

/** Shorter texts may stand in a prompt by chance. */
const SHORTEST_ECHO = 12;
/** Characters of an answer that are read: much more than a comment has, and few enough for every pattern here. */
const MOST_READ = 4_000;
const LABEL =
  /^(?:the )?(?:(?:table|column|field)(?:[ _](?:comment|name|description))?|description|comment|summary|表|字段|列|描述|说明|注释|表注释|字段注释)\s*[:：]\s*/i;
const NAME_LABEL = /^([^:：]+?)\s*(?:table|column|表|字段|列)?\s*[:：]\s*/i;
const WRAPPING = /^(?:```\w*|(?!```)["'`“”‘’*#\s])+|["'`“”‘’*\s]+$/g;
const JSON_FRAGMENT = /[{}]|^\s*[[\]]|["']\s*:\s*["'[{\d]|\\n|\\"/;
const TEMPLATE =
  /\bTODO\b|<\/?\w+>|\b(?:table|column)_comment\b|^(?:string|text|comment|n\/?a|null|none|unknown|[^\p{L}\p{N}]*)$/iu;
const PATH = /^\.{0,2}[\\/]|^[\w.-]+(?:[\\/][\w.-]+){2,}$|^\w+:\/\/|^(?:tables?|schemas?|columns?|public)[\\/]/i;
/** One token with the marks of a name in code. */
const IDENTIFIER = /^"?[a-z][a-z0-9]*[_.$][a-z0-9_.$"]*$|^[a-z]{2}[a-z0-9]*$/i;

/**
 * A comment that a model proposed, without labels and quotes around it. Weak models echo names, paths, parts of the prompt
 * or of JSON, or answer in another language: such a comment is refused.
 */
export function checkComment(proposed: string, { names, prompt, language, limit }: CommentCheck): CheckedComment {
  const text = withoutLabels(plainComment(proposed.slice(0, MOST_READ)), names);
  if (text === '') {
    return { text: null, defect: null };
  }
  const defect = defectOf(text, names, prompt, language);
  return defect === null ? { text: bounded(text, limit), defect } : { text: null, defect };
}

function defectOf(text: string, names: readonly string[], prompt: string, language: Language): CommentDefect | null {
  if (JSON_FRAGMENT.test(text)) {
    return 'json';
  }
  if (PATH.test(text)) {
    return 'path';
  }
  if (TEMPLATE.test(text) || (text.length >= SHORTEST_ECHO && prompt.includes(text))) {
    return 'template';
  }
  if ((!/\s/.test(text) && isCodeName(text)) || names.some((name) => letters(name) === letters(text))) {
    return 'identifier';
  }
  return FITS[language](text) ? null : 'language';
}

function isCodeName(text: string): boolean {
  return IDENTIFIER.test(text) && (/[_.$]/.test(text) || /[a-z][A-Z]/.test(text));
}

/** `Genre table: genres of music` and `Description: "genres of music"` are `genres of music`. */
function withoutLabels(written: string, names: readonly string[]): string {
  let text = written.replace(WRAPPING, '');
  for (let before = ''; before !== text;) {
    before = text;
    const name = NAME_LABEL.exec(text);
    const isName = names.some((known) => letters(known) === letters(name?.[1] ?? ''));
    text = (isName ? text.slice(name?.[0].length) : text.replace(LABEL, '')).replace(WRAPPING, '');
  }
  return text;
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
const HAN = /\p{Script=Han}/gu;
const LATIN = /\p{Script=Latin}/gu;

const FITS: ByLanguage<(text: string) => boolean> = {
  // English terms may be most of the letters; two characters of Chinese are a word.
  zh: (text) => count(text, HAN) >= 2 || (count(text, HAN) === 1 && count(text, LATIN) < 8),
  en: (text) => count(text, LATIN) >= count(text, /\p{L}/gu) / 2 && count(text, LATIN) > 0,
};

function letters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Whole sentences where the first of them fits. */
function bounded(text: string, limit: number): string {
  const characters = [...text];
  if (characters.length <= limit) {
    return text;
  }
  const cut = characters.slice(0, limit).join('');
  const sentences = /^.*[。！？.!?](?=\s|$|[^\s\w])/su.exec(cut)?.[0];
  return (sentences ?? cut).trim();
}
