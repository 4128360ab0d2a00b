import type { Message } from '#libs/language';
import { proofMessages } from './messages.js';
import type { MutantKind } from './mutate/mutation.js';

const LIVING = {
  condition: null,
  boundary: proofMessages.living_boundary,
  aggregate: proofMessages.living_aggregate,
  // Over an enforced key no data can tell an inner from an outer join: the evidence has it, but nothing is to be done.
  join: null,
  distinct: proofMessages.living_distinct,
  order: proofMessages.living_order,
  limit: proofMessages.living_limit,
} satisfies Record<MutantKind, unknown>;

export interface ProvenParts {
  readonly plausible?:
    { readonly reasons: readonly { readonly code: string; readonly params: unknown }[] } | null | undefined;
  readonly conditions?: { readonly vacuous: readonly string[] } | null | undefined;
  readonly mutants?: { readonly living: readonly { readonly kind: string; readonly sql: string }[] } | null | undefined;
  readonly same_result_as?: readonly string[] | undefined;
}

/** The reasons against a pair, from its evidence; none for a strong one. */
export function weaknessesOf({ plausible, conditions, mutants, same_result_as: same = [] }: ProvenParts): Message[] {
  return [
    ...(plausible?.reasons ?? []).map(({ code, params }): Message => ({ code, params: params as Message['params'] })),
    ...(conditions?.vacuous ?? []).map((sql) => proofMessages.vacuous({ sql })),
    ...(mutants?.living ?? []).flatMap(({ kind, sql }) => LIVING[kind as MutantKind]?.({ sql }) ?? []),
    ...(same.length > 0 ? [proofMessages.same_result({ pairs: same })] : []),
  ];
}
