/**
 * Rules for the documents, as functions of their text: a Chinese twin has the same headings, commands, code and links
 * as its English page; sentences are short; some words are banned.
 */

/** An English page may have 10 % of its sentences above the first number of words, and none above the second. */
export const SENTENCE_LIMITS = { p90: 22, max: 40 };

/** A Chinese sentence, without its code, may have this many characters. */
export const CHINESE_SENTENCE_MAX = 110;

const BANNED = [
  /\b(?:nobody|whoever|anew|besides?)\b/i,
  /\b(?:is|are) said\b/i,
  /\bof one moment\b/i,
  /\bsays so\b/i,
  /\bstands? in (?:for|place)\b/i,
  /^What\b[^?]*$/,
];

const FENCE = /^( *)```(\w*)[^\n]*\n(.*?)^\1```$/gms;
const COMMAND_LANGUAGES = new Set(['sh', 'bash', 'sql', 'ts', 'python']);

/** Levels of the headings, in order. */
export function headingLevels(text) {
  return [...withoutFences(text).matchAll(/^(#{1,6}) /gm)].map(([, marks]) => marks.length);
}

/** Fenced blocks: commands with their text, the others (sample outputs, diagrams) with their language only. */
export function fencedBlocks(text) {
  return [...text.matchAll(FENCE)].map(([, , language, body]) =>
    COMMAND_LANGUAGES.has(language) ? `${language}\n${withoutProse(body)}` : language,
  );
}

/** Comments and sentences for people differ between the languages. */
function withoutProse(body) {
  return body
    .replace(/(^|\s)(?:#|\/\/)\s.*$/gm, '')
    .replace(/"business_context": "[^"]*"/g, '"business_context": "…"')
    .replace(/--language (?:zh|en)/g, '--language …')
    .replace(/[ \t]+$/gm, '')
    .trim();
}

/** HTML comments: docs/curl.md keeps the expected status of each request in one. */
export function htmlComments(text) {
  return [...text.matchAll(/<!--(.*?)-->/gs)].map(([, comment]) => comment.trim());
}

/** Code in running text, each once. */
export function codeSpans(text) {
  return [...new Set([...withoutFences(text).matchAll(/`([^`\n]+)`/g)].map(([, code]) => code))].sort();
}

/** Links with their anchors. A target that is empty means the page itself. */
export function linksOf(text) {
  return [...withoutFences(text).matchAll(/\]\(([^)#\s]*)(?:#([^)\s]*))?\)/g)].map(([, target, anchor]) => ({
    target,
    anchor: anchor ?? null,
  }));
}

/** Anchors of the headings, as GitHub generates them. */
export function anchorsOf(text) {
  return [...withoutFences(text).matchAll(/^#{1,6} (.*)$/gm)].map(([, title]) =>
    title
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/ /g, '-'),
  );
}

/**
 * Differences between a page and its twin. Anchors are not compared, because headings are translated.
 * @param pageOf the page that a link of the English (`false`) or Chinese (`true`) text leads to; twins have one name
 */
export function differencesOfTwins(page, twin, pageOf) {
  const aspects = {
    'levels of the headings': headingLevels,
    'commands and fenced blocks': fencedBlocks,
    'HTML comments': htmlComments,
    'code in the text': codeSpans,
  };
  const differences = Object.entries(aspects).flatMap(([name, read]) => firstDifference(name, read(page), read(twin)));
  const links = [page, twin].map((text, index) =>
    linksOf(text)
      .map(({ target }) => pageOf(target, index === 1).replace(/\.(en|zh)\.png$/, '.png'))
      .sort(),
  );
  return [...differences, ...firstDifference('targets of the links', links[0], links[1])];
}

function firstDifference(name, expected, found) {
  const at = expected.findIndex((value, index) => value !== found[index]);
  const index = at < 0 ? expected.length : at;
  if (at < 0 && found.length === expected.length) {
    return [];
  }
  const show = (value) => (value === undefined ? 'nothing' : JSON.stringify(value));
  return [`${name} differ: ${show(expected[index])} in English, ${show(found[index])} in Chinese`];
}

/** Sentences of headings, list items and paragraphs. Tables and fenced blocks are left out; code counts as one word. */
export function sentencesOf(text) {
  const prose = withoutFences(text)
    .replace(/<!--.*?-->/gs, '')
    .replace(/^\|.*$/gm, '\n')
    .replace(/^#{1,6} (.*)$/gm, '\n$1.\n')
    .replace(/^\s*(?:[-*]|\d+\.) +/gm, '\n')
    .replace(/^> ?/gm, '')
    .replace(/`[^`\n]+`/g, 'CODE')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\*\*/g, '');
  return prose
    .split(/\n\s*\n/)
    .flatMap((paragraph) =>
      paragraph.replace(/\s+/g, ' ').split(/(?<=[.!?])(?<!e\.g\.|i\.e\.)\s+(?=\p{Lu}|\d)|(?<=[。！？])/u),
    )
    .map((sentence) => sentence.trim())
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

export const wordsOf = (sentence) => sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

/** @returns the value that 90 % of the numbers do not exceed */
export function p90(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * 0.9) - 1)] ?? 0;
}

/** Problems of the English of a page. */
export function englishProblems(text) {
  const sentences = sentencesOf(text);
  const lengths = sentences.map(wordsOf);
  const long = sentences.filter((sentence) => wordsOf(sentence) > SENTENCE_LIMITS.max);
  return [
    ...(p90(lengths) > SENTENCE_LIMITS.p90
      ? [`a tenth of the sentences has more than ${SENTENCE_LIMITS.p90} words (p90 is ${p90(lengths)})`]
      : []),
    ...long.map((sentence) => `more than ${SENTENCE_LIMITS.max} words: ${sentence}`),
    ...sentences
      .filter((sentence) => BANNED.some((pattern) => pattern.test(sentence)))
      .map((s) => `banned words: ${s}`),
  ];
}

/** Problems of the Chinese of a page: sentences in English, and long ones. */
export function chineseProblems(text) {
  const sentences = sentencesOf(text);
  return [
    ...sentences.filter((s) => /(?:\b(?!CODE\b)[A-Za-z][a-z]+\b[ ,]+){5}/.test(s)).map((s) => `not Chinese: ${s}`),
    ...sentences
      .filter((s) => [...s.replace(/CODE/g, '')].length > CHINESE_SENTENCE_MAX)
      .map((s) => `more than ${CHINESE_SENTENCE_MAX} characters: ${s}`),
  ];
}

function withoutFences(text) {
  return text.replace(FENCE, '');
}
