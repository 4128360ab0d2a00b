import { fieldRef, type FieldRef, type Path } from '#libs/intents';
import type { Entity, ModelIndex } from '#libs/semantic-model';
import type { Reading } from '#libs/sql-reading';
import type { JoinedTables } from './joined-tables.js';
import type { Link } from './linked-rows.js';
import { Unsaid } from './unsaid.js';

/** A statement, taken as one about the rows of `subject`. */
export interface SubjectParts {
  readonly reading: Reading;
  readonly links: readonly Link[];
  readonly index: ModelIndex;
  readonly tables: JoinedTables;
  readonly subject: Entity;
  /** By label. */
  readonly paths: ReadonlyMap<string, Path>;
}

/** The columns of a statement, as the subject reaches them. */
export class SubjectFields {
  constructor(readonly parts: SubjectParts) {}

  /** @throws Unsaid for an expression */
  field(text: string): FieldRef {
    const place = this.parts.tables.place(text);
    const field = place && this.parts.index.field(place.entity.id, place.column);
    const path = place && this.parts.paths.get(place.label);
    if (!field || !path) {
      throw new Unsaid('column', text);
    }
    return fieldRef(this.parts.subject, path, field);
  }
}
