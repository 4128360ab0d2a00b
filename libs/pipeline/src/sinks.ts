/** Targets of training_load. A name without a sink or a removal does not compile. */
export const SINK_NAMES = ['vanna', 'pgvector_store', 'files'] as const;

export type SinkName = (typeof SINK_NAMES)[number];

/** Those of a task that names none. */
export const DEFAULT_SINKS: readonly SinkName[] = ['vanna', 'files'];

export function isSinkName(value: string): value is SinkName {
  return (SINK_NAMES as readonly string[]).includes(value);
}
