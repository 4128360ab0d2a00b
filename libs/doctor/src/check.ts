import { errorText, type DomainError } from '#libs/domain-errors';
import { inEveryLanguage, render, type Language, type Message, type Text } from '#libs/language';

/** In the order in which they are reported. */
export const CHECK_NAMES = [
  'configuration',
  'server',
  'task_database',
  'queue',
  'business_database',
  'vector_store',
  'embeddings',
  'model',
  'storage',
  'disk',
  'clock',
  'processes',
] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

export const CHECK_STATUSES = ['ok', 'warn', 'fail'] as const;
export type CheckStatus = (typeof CHECK_STATUSES)[number];

/** One thing that was looked at. A name may have several, for reachability, rights and versions. */
export interface Check {
  readonly name: CheckName;
  readonly status: CheckStatus;
  readonly message: Message;
  /** What to do; null where nothing is wrong. */
  readonly remedy: Message | null;
}

/** As the API and `--json` show it. */
export interface CheckView {
  readonly name: CheckName;
  readonly status: CheckStatus;
  readonly message: string;
  readonly remedy: string | null;
}

export interface Examination {
  /** The worst of the checks. */
  readonly status: CheckStatus;
  readonly checks: readonly CheckView[];
}

export const ok = (name: CheckName, message: Message): Check => ({ name, status: 'ok', message, remedy: null });

export const warn = (name: CheckName, message: Message, remedy: Message): Check => ({
  name,
  status: 'warn',
  message,
  remedy,
});

export const fail = (name: CheckName, message: Message, remedy: Message): Check => ({
  name,
  status: 'fail',
  message,
  remedy,
});

/** The sentence of an error, as a part of a message. */
export function reasonOf(error: DomainError): Text {
  return inEveryLanguage((language) => errorText(error, language));
}

export function examinationOf(checks: readonly Check[], language: Language): Examination {
  const worst = Math.max(0, ...checks.map(({ status }) => CHECK_STATUSES.indexOf(status)));
  return {
    status: CHECK_STATUSES[worst] ?? 'ok',
    checks: checks
      .toSorted((left, right) => CHECK_NAMES.indexOf(left.name) - CHECK_NAMES.indexOf(right.name))
      .map(({ name, status, message, remedy }) => ({
        name,
        status,
        message: render(message, language),
        remedy: remedy && render(remedy, language),
      })),
  };
}
