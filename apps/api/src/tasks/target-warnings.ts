import { render, type Language, type Message } from '#libs/language';
import { ObjectListProperty, TextProperty } from '../fields/properties.js';

export class TargetWarning {
  @TextProperty()
  code!: string;

  @TextProperty()
  message!: string;
}

/** Part of an answer about a task whose database or tables are not confirmed. */
export class Warned {
  @ObjectListProperty(() => TargetWarning, {
    optional: true,
    description: 'What was not found or not checked in the business database; absent when there is nothing to report',
  })
  warnings?: TargetWarning[];
}

export function warningsOf(warnings: readonly Message[], language: Language): Warned {
  return warnings.length === 0
    ? {}
    : { warnings: warnings.map((warning) => ({ code: warning.code, message: render(warning, language) })) };
}
