/** A Han character, a word, a number, white space, or one other character. */
const PIECE = /\p{Script=Han}|[\p{L}\p{M}]+|\p{N}+|\s+|[^\s\p{L}\p{M}\p{N}]/gu;
const HAN = /^\p{Script=Han}/u;
const WORD = /^[\p{L}\p{M}]/u;
const NUMBER = /^\p{N}/u;
/** Letters of a word that are one token; names of databases are cut into short pieces behind them. */
const WHOLE_LETTERS = 6;
const LETTERS_PER_TOKEN = 3.5;
const DIGITS_PER_TOKEN = 3;
/** A single blank belongs to the word behind it; runs and line breaks, and marks, are often joined with what follows. */
const SPACE_TOKENS = 0.5;
const MARK_TOKENS = 0.75;

/**
 * Estimates how many tokens a model counts for a text, without the tokenizer of any model. On DDL, documents and pairs in
 * Chinese and English it gives 0.86 to 1.19 times the count of the tokenizers of OpenAI (o200k_base, cl100k_base).
 */
export function countTokens(text: string): number {
  let tokens = 0;
  for (const [piece] of text.matchAll(PIECE)) {
    tokens += tokensOf(piece);
  }
  return Math.ceil(tokens);
}

function tokensOf(piece: string): number {
  if (piece === ' ') {
    return 0;
  }
  if (HAN.test(piece)) {
    return 1;
  }
  if (WORD.test(piece)) {
    return 1 + Math.max(0, piece.length - WHOLE_LETTERS) / LETTERS_PER_TOKEN;
  }
  if (NUMBER.test(piece)) {
    return Math.ceil(piece.length / DIGITS_PER_TOKEN);
  }
  return /^\s/.test(piece) ? SPACE_TOKENS : MARK_TOKENS;
}
