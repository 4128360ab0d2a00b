/** Where training_load can bring training data. Each name needs a sink and a removal, or neither compiles. */
export const SINK_NAMES = ['vanna', 'files'] as const;

export type SinkName = (typeof SINK_NAMES)[number];

export function isSinkName(value: string): value is SinkName {
  return (SINK_NAMES as readonly string[]).includes(value);
}
