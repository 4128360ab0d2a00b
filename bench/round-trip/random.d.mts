export interface PlannedObject {
  readonly kind: string;
  readonly seed: number;
}

export interface RandomRoundTrip {
  /** Accepted by PostgreSQL. */
  readonly statements: readonly string[];
  readonly refused: readonly string[];
  /** Sentences about differences and about what was left out. */
  readonly problems: readonly string[];
}

export function planOf(seed: number): readonly PlannedObject[];

export function tryPlan(plan: readonly PlannedObject[], options: { readonly dump: boolean }): Promise<RandomRoundTrip>;
