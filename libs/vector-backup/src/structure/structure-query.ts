const NAMES = (keys: string, relation: string): string => `
  (SELECT coalesce(json_agg(a.attname ORDER BY part.position), '[]')
     FROM unnest(${keys}) WITH ORDINALITY AS part (attnum, position)
     JOIN pg_attribute AS a ON a.attrelid = ${relation} AND a.attnum = part.attnum)`;

const COLUMNS = `
  (SELECT json_agg(json_build_object(
            'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'nullable', NOT a.attnotnull,
            'default', CASE WHEN a.attgenerated = '' THEN d.value END,
            'generated', CASE WHEN a.attgenerated <> '' THEN d.value END,
            'identity', CASE a.attidentity WHEN 'a' THEN 'ALWAYS' WHEN 'd' THEN 'BY DEFAULT' END) ORDER BY a.attnum)
     FROM pg_attribute AS a
     LEFT JOIN LATERAL (SELECT pg_get_expr(d.adbin, d.adrelid) AS value FROM pg_attrdef AS d
                         WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum) AS d ON true
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)`;

const CONSTRAINTS = `
  (SELECT coalesce(json_agg(json_build_object(
            'name', k.conname,
            'kind', CASE k.contype WHEN 'p' THEN 'PRIMARY KEY' WHEN 'u' THEN 'UNIQUE' WHEN 'f' THEN 'FOREIGN KEY'
                                   ELSE 'CHECK' END,
            'columns', ${NAMES('k.conkey', 'k.conrelid')},
            'references', CASE WHEN k.contype = 'f' THEN json_build_object(
              'table', (SELECT r.relname FROM pg_class AS r WHERE r.oid = k.confrelid),
              'columns', ${NAMES('k.confkey', 'k.confrelid')},
              'on_delete', CASE k.confdeltype WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL'
                                              WHEN 'd' THEN 'SET DEFAULT' ELSE 'NO ACTION' END) END,
            'expression', CASE WHEN k.contype = 'c' THEN pg_get_expr(k.conbin, k.conrelid) END) ORDER BY k.conname), '[]')
     FROM pg_constraint AS k WHERE k.conrelid = c.oid AND k.contype IN ('p', 'u', 'f', 'c'))`;

const INDEXES = `
  (SELECT coalesce(json_agg(json_build_object(
            'name', ic.relname, 'method', am.amname, 'unique', i.indisunique,
            'columns', CASE WHEN i.indpred IS NULL AND i.indexprs IS NULL AND i.indnatts = i.indnkeyatts THEN
              (SELECT json_agg(json_build_object(
                        'name', a.attname, 'operator_class', CASE WHEN NOT oc.opcdefault THEN oc.opcname END,
                        'descending', k.option & 1 = 1, 'nulls_first', k.option & 2 = 2) ORDER BY k.position)
                 FROM unnest(i.indkey::int2[], i.indclass::oid[], i.indoption::int2[])
                        WITH ORDINALITY AS k (attnum, class, option, position)
                 JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = k.attnum
                 JOIN pg_opclass AS oc ON oc.oid = k.class) END,
            'options', coalesce((SELECT json_object_agg(o.option_name, o.option_value)
                                   FROM pg_options_to_table(ic.reloptions) AS o), '{}')) ORDER BY ic.relname), '[]')
     FROM pg_index AS i
     JOIN pg_class AS ic ON ic.oid = i.indexrelid
     JOIN pg_am AS am ON am.oid = ic.relam
    WHERE i.indrelid = c.oid AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = i.indexrelid))`;

/** SQL of the structure of the table `c` of `pg_class`, as JSON. */
export const STRUCTURE = `json_build_object('columns', ${COLUMNS}, 'constraints', ${CONSTRAINTS}, 'indexes', ${INDEXES})`;
