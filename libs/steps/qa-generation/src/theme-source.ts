import type { Theme } from '#libs/step-files';
import type { GeneratedPair } from './pair.js';

/** Where the pairs of a theme come from. */
export interface ThemeSource {
  /** Themes that may be worked on at the same time. */
  readonly concurrency: number;
  /** @returns at most `count` pairs, none given before. */
  pairsFor(theme: Theme, count: number, signal: AbortSignal): Promise<GeneratedPair[]>;
}
