import { describe, expect, it } from '@jest/globals';
import type { Outcome, Reason } from '#libs/answer-judging';
import type { FileType } from '#libs/database';
import type { QuestionOrigin } from '#libs/evaluation';
import { ALL_FAMILIES } from '#libs/intents';
import { ANOMALY_RULES } from '#libs/monitor';
import type { Lapse, Risk } from '#libs/pair-review';
import { QUEUE_NAMES } from '#libs/pipeline';
import type { Slot } from '#libs/sql-reading';
import type { taskErrors } from '#libs/tasks';
import { outcomeNames, questionOrigins, reasonNames } from '../../apps/console/src/pages/evaluations/names.js';
import { lapseTexts, riskTexts, slotTexts } from '../../apps/console/src/pages/pairs/texts.js';
import { fileTypeNames, queueNames, ruleNames } from '../../apps/console/src/view/operation-names.js';
import { kindHeads, kindNames } from '../../apps/console/src/view/pair-names.js';
import { refusalNames } from '../../apps/console/src/view/refusal-names.js';

/** Codes that the OpenAPI document describes as texts: a new one without a name does not compile. */
const NAMED = {
  outcomes: outcomeNames satisfies Record<Outcome, unknown>,
  reasons: reasonNames satisfies Record<Reason, unknown>,
  origins: questionOrigins satisfies Record<QuestionOrigin, unknown>,
  risks: riskTexts satisfies Record<Risk, unknown>,
  lapses: lapseTexts satisfies Record<Lapse['code'], unknown>,
  slots: slotTexts satisfies Record<Slot, unknown>,
  refusals: refusalNames satisfies Partial<Record<keyof typeof taskErrors, unknown>>,
  files: fileTypeNames satisfies Record<FileType, unknown>,
};

describe('the names of codes in the console', () => {
  it('are there for every kind of question, rule of anomalies and queue', () => {
    const names = {
      kinds: ALL_FAMILIES.map(({ name }) => name).filter((name) => !Object.hasOwn(kindNames, name)),
      rules: ANOMALY_RULES.map(({ name }) => name).filter((name) => !Object.hasOwn(ruleNames, name)),
      // The first ones have the names of the steps.
      queues: QUEUE_NAMES.filter((name) => !Object.hasOwn(queueNames, name)),
    };
    expect(names).toEqual({
      kinds: [],
      rules: [],
      queues: ['ddl_generation', 'qa_generation', 'sql_validation', 'training_load', 'evaluation'],
    });
  });

  it('differ from each other in every language, so that a filter can be understood', () => {
    const kindsInHeads = { ...kindNames, ...kindHeads };
    for (const [of, names] of Object.entries({ ...NAMED, kindNames, kindsInHeads, ruleNames, queueNames })) {
      const texts: readonly Readonly<Record<string, unknown>>[] = Object.values(names);
      for (const language of ['zh', 'en']) {
        expect([of, language, new Set(texts.map((text) => text[language])).size]).toEqual([of, language, texts.length]);
      }
    }
  });
});
