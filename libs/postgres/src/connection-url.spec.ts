import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { databaseNameOf, describeConnection, withDatabase } from './connection-url.js';

const URL_OF_SERVER = 'postgres://u:p@db.example:5433/shop?sslmode=disable';

describe('withDatabase', () => {
  it.each(['sales', '高速公路', 'a b', 'a%b', 'a%20b', 'a;b', 'a+b=c', 'x$y,z', 'Größe', 'a"b', "it's", 'a\\b'])(
    'leads the driver to the database %s',
    (name) => {
      const connectionString = withDatabase(URL_OF_SERVER, name);

      expect(new pg.Client({ connectionString })).toMatchObject({ database: name, host: 'db.example', port: 5433 });
      expect(databaseNameOf(connectionString)).toBe(name);
      expect(describeConnection(connectionString)).toBe(`db.example:5433/${name}`);
    },
  );
});
