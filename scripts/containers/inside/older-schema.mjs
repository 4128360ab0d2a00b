// Runs in a container of the image: a database of its own with the first published schema and a task in it. Prints the URL.
import { dataSourceOptions } from '/app/dist/libs/database/src/index.js';
import pg from 'pg';
import { DataSource } from 'typeorm';

const url = new URL(process.env.DATABASE_URL);
const admin = new pg.Client({ connectionString: url.toString() });
await admin.connect();
await admin.query('CREATE DATABASE older_tasks');
await admin.end();
url.pathname = '/older_tasks';

const options = dataSourceOptions(url.toString(), 1, 'older schema');
const dataSource = await new DataSource({ ...options, migrations: options.migrations.slice(0, 1) }).initialize();
await dataSource.runMigrations();
await dataSource.query(
  `INSERT INTO data_pipeline_tasks (task_id, status, db_name, parameters, output_directory)
   VALUES ('task_20250627_143052', 'completed', 'highway_db', '{}', 'task_20250627_143052')`,
);
await dataSource.destroy();
console.log(url.toString());
