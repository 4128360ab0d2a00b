import { DataSource } from 'typeorm';
import { dataSourceOptions } from '#libs/database';

const url = process.env['DATABASE_URL'];
if (!url) {
  throw new Error('DATABASE_URL is not set: the TypeORM CLI needs the database of the task tables.');
}

/** For the TypeORM CLI (`npm run migration:show` and the like). The service itself runs `npm run migrate`. */
export default new DataSource(dataSourceOptions(url, 2, 'data-pipeline typeorm'));
