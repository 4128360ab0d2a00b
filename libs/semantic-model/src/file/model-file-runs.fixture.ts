import { expect } from '@jest/globals';
import { OPERATOR_LANGUAGE, render, type Language } from '#libs/language';
import type { ModelBase } from '#libs/step-files';
import type { Entity, Field, SemanticModel } from '../model.js';
import type { AppliedEdits } from './applied-edits.js';
import { applyEdits } from './apply-edits.js';
import { tableBase } from './model-base.js';
import { readModelFile } from './read-model-file.js';
import { renderModel } from './render-model.js';
import { shopModel } from './shop-model.fixture.js';

/** Runs over the file of the shop's model. */

export const FILE = 'semantic_model.yaml';

export function baseOf(model: SemanticModel): (id: string) => ModelBase | undefined {
  return (id) => {
    const entity = model.entities.find((one) => one.id === id);
    return (
      entity &&
      tableBase(
        entity,
        model.relationships.filter(({ from }) => from === id),
        model.metrics.filter((metric) => metric.entity === id),
      )
    );
  };
}

export function written(applied: AppliedEdits, language: Language = 'en'): string {
  return [...renderModel(applied, language)].join('');
}

export function first(model = shopModel(), language: Language = 'en'): string {
  return written(
    applyEdits(model, null, () => undefined),
    language,
  );
}

/** A run after an edit of the file that the run before, with the model `before`, wrote. */
export function rerun(edit: (text: string) => string, now = shopModel(), before = shopModel()): AppliedEdits {
  return applyEdits(now, readModelFile(edit(first(before)), FILE), baseOf(before));
}

/** Another run, over the file that one wrote. */
export function again(applied: AppliedEdits, now = shopModel()): AppliedEdits {
  return applyEdits(now, readModelFile(written(applied), FILE), baseOf(now));
}

export function replaced(from: string | RegExp, to: string): (text: string) => string {
  return (text) => {
    expect(text).toMatch(from);
    return text.replace(from, to);
  };
}

export function table(model: SemanticModel, id: string): Entity | undefined {
  return model.entities.find((entity) => entity.id === id);
}

export function column(model: SemanticModel, id: string, name: string): Field | undefined {
  return table(model, id)?.fields.find((field) => field.name === name);
}

export const warningsOf = ({ warnings }: AppliedEdits): string[] =>
  warnings.map((warning) => render(warning, OPERATOR_LANGUAGE));
