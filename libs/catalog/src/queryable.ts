import type pg from 'pg';

/** The part of a connection that the readers need. */
export type Queryable = Pick<pg.ClientBase, 'query'>;
