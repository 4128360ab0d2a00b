// Runs in a container of the image: prints the ids of the tasks in a database.
import pg from 'pg';

const client = new pg.Client({ connectionString: process.argv[1] });
await client.connect();
const { rows } = await client.query('SELECT task_id FROM data_pipeline_tasks ORDER BY task_id');
await client.end();
console.log(rows.map(({ task_id: id }) => id).join());
