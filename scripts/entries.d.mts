/** The built command line. */
export const CLI: string;

export const ENTRIES: Readonly<
  Record<'demo' | 'start' | 'start:api' | 'start:worker' | 'migrate' | 'keys' | 'vector', readonly string[]>
>;
