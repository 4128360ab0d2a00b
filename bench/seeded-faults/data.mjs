/** What the faults draw from: columns of one type and one table, and values of one column. */

/** Texts that many rows share; longer ones are no values to ask for. */
const VALUES = 40;

/** @param {import('pg').Client} client */
export async function faultData(client) {
  const { rows } = await client.query(
    `SELECT table_schema AS schema, table_name AS name, column_name AS column, data_type AS type
       FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
      WHERE table_schema !~ '^(pg_|information_schema)' AND table_type = 'BASE TABLE' ORDER BY 1, 2, ordinal_position`,
  );
  const byTable = Map.groupBy(rows, ({ schema, name, type }) => `${schema}.${name} ${family(type)}`);
  const like = new Map();
  for (const columns of byTable.values()) {
    for (const { column } of columns) {
      const others = columns.map((other) => other.column).filter((other) => other !== column);
      like.set(column, [...new Set([...(like.get(column) ?? []), ...others])]);
    }
  }
  const lists = await valueLists(client, rows);
  return {
    columnsLike: (name) => like.get(name) ?? [],
    otherValue(value) {
      const list = lists.find((one) => one.includes(value));
      const at = list?.indexOf(value) ?? -1;
      return list === undefined || list.length < 2 ? null : list[(at + 1) % list.length];
    },
  };
}

const family = (type) =>
  /int|numeric|real|double|money/.test(type)
    ? 'number'
    : /date|time/.test(type)
      ? 'time'
      : /char|text/.test(type)
        ? 'text'
        : type;

async function valueLists(client, columns) {
  const lists = [];
  for (const { schema, name, column, type } of columns) {
    if (family(type) === 'text' || type === 'USER-DEFINED') {
      const of = client.escapeIdentifier(column);
      const { rows } = await client.query(
        `SELECT ${of}::text AS value FROM ${client.escapeIdentifier(schema)}.${client.escapeIdentifier(name)}
          WHERE ${of} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ${VALUES}`,
      );
      lists.push(rows.map(({ value }) => value));
    }
  }
  return lists;
}
