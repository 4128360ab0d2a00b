import type { components } from '#clients/typescript';
import { defineTexts } from '../i18n/texts.js';

export type LoadedPairs = components['schemas']['ChangeTaskRequest']['load'];

/** Which pairs a task loads, by their review. */
export const loadNames = defineTexts({
  approved: { zh: '只加载已通过的问答对', en: 'Only approved pairs' },
  not_rejected: { zh: '加载除已驳回以外的问答对', en: 'All pairs but rejected ones' },
  all: { zh: '加载全部问答对，包括已驳回的', en: 'All pairs, rejected ones too' },
}) satisfies Record<LoadedPairs, unknown>;

export const LOADED_PAIRS = Object.keys(loadNames) as readonly LoadedPairs[];
