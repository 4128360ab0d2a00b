import type { LoggedStatement } from './logged-statement.js';

/** The queries of views; how often one is used is not known. */
export function* readViews(relations: readonly { readonly definition: string | null }[]): Generator<LoggedStatement> {
  for (const { definition } of relations) {
    if (definition !== null) {
      yield { from: 'views', text: definition.trim().replace(/;$/, ''), calls: 1, hint: null };
    }
  }
}
