export interface Link {
  target: string;
  anchor: string | null;
}
export const SENTENCE_LIMITS: { p90: number; max: number };
export const CHINESE_SENTENCE_MAX: number;
export function headingLevels(text: string): number[];
export function fencedBlocks(text: string): string[];
export function htmlComments(text: string): string[];
export function codeSpans(text: string): string[];
export function linksOf(text: string): Link[];
export function anchorsOf(text: string): string[];
export function differencesOfTwins(
  page: string,
  twin: string,
  pageOf: (target: string, chinese: boolean) => string,
): string[];
export function sentencesOf(text: string): string[];
export function wordsOf(sentence: string): number;
export function p90(numbers: readonly number[]): number;
export function englishProblems(text: string): string[];
export function chineseProblems(text: string): string[];
