import { Relations } from '#libs/evaluation';

/**
 * The tables of a database; where it shares a database with others, its own names mean its own schemas first.
 * @param {readonly { schema: string, name: string, columns: { name: string }[] }[]} tables
 * @param {ReadonlyMap<string, string> | null} own `database.schema` → its schema in the one database; null: it is alone
 */
export function placedRelations(tables, own) {
  if (!own) {
    return new Relations(tables);
  }
  return new (class extends Relations {
    find(schema, name) {
      const places = [...own].filter(([key]) => schema === undefined || key.endsWith(`.${schema}`));
      const id = places.map(([, place]) => `${place}.${name}`).find((placed) => this.columns.has(placed));
      return id ?? super.find(schema, name);
    }
  })(tables);
}
