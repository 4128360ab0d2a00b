import { describe, expect, it } from '@jest/globals';
import { column, relation } from '../../../../test/harness/made-catalog.js';
import { createTable, inheritedChanges, notNullStatements } from './schema-tables.js';

const constraint = { name: 'kept', noInherit: false, notValid: false, comment: null };

/** PostgreSQL 18 has NOT NULL as a constraint; the server of the other tests may be older. */
describe('NOT NULL', () => {
  const table = relation('t', [
    column('plain', 'integer', { notNull: true }),
    column('named', 'integer', { notNull: true, notNullConstraint: constraint }),
    column('lone', 'integer', { notNull: true, notNullConstraint: { ...constraint, name: 'own', noInherit: true } }),
    column('late', 'integer', {
      notNull: true,
      notNullConstraint: { name: 'unproved', noInherit: false, notValid: true, comment: "it's old" },
    }),
  ]);

  it('keeps its name and NO INHERIT, and is added afterwards where older rows were not checked', () => {
    const text = createTable(table, new Map(), new Map(), new Set());
    expect(text).toContain('plain integer NOT NULL,');
    expect(text).toContain('named integer CONSTRAINT kept NOT NULL,');
    expect(text).toContain('lone integer CONSTRAINT own NOT NULL NO INHERIT,');
    expect(text).toContain('late integer\n');
    expect(notNullStatements(table)).toEqual([
      'ALTER TABLE ONLY public.t ADD CONSTRAINT unproved NOT NULL late NOT VALID;',
      "COMMENT ON CONSTRAINT unproved ON public.t IS 'it''s old';",
    ]);
  });

  it('is added to a child whose parent keeps it to itself', () => {
    const child = {
      ...relation('child', [
        column('named', 'integer', { notNull: true, local: false }),
        column('lone', 'integer', {
          notNull: true,
          local: false,
          notNullConstraint: { ...constraint, name: 'own_too' },
        }),
      ]),
      inherits: [{ schema: 'public', name: 't' }],
    };
    expect(inheritedChanges(child, new Map([['public.t', table]])).notNull).toEqual([
      'ALTER TABLE ONLY public.child ADD CONSTRAINT own_too NOT NULL lone;',
    ]);
  });
});
