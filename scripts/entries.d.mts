export const ENTRIES: Readonly<Record<'demo' | 'start' | 'start:api' | 'start:worker' | 'migrate', readonly string[]>>;
