/** Targets of training_load. A name without a sink or a removal does not compile. */
export const SINK_NAMES = ['vanna', 'files'] as const;

export type SinkName = (typeof SINK_NAMES)[number];

export function isSinkName(value: string): value is SinkName {
  return (SINK_NAMES as readonly string[]).includes(value);
}
