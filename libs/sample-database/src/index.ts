export { installSampleDatabase } from './install-sample-database.js';
export { SAMPLE_BUSINESS_CONTEXT, SAMPLE_TABLES } from './sample-tables.js';
