/** The command line. */
export const CLI = 'dist/apps/cli/src/main.js';

/** The TypeORM CLI on the data source of the migrations; it needs DATABASE_URL. */
const typeorm = (command) => ['node_modules/typeorm/cli.js', command, '--dataSource', 'dist/migrations/data-source.js'];

/**
 * Arguments of Node for each `npm run` command. Containers run the same lines (Dockerfile,
 * docker-compose.yml; test/integration/compose.spec.ts keeps them equal).
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const ENTRIES = {
  demo: [CLI, 'demo'],
  start: [CLI, 'start'],
  'start:api': ['dist/apps/api/src/main.js'],
  // Steps make values by the million that are needed for a moment: with V8's own 16 MB for them the process grows by 70 MB
  // more and is no faster. What it holds may grow by half before it is looked through; V8's own choice is four times.
  'start:worker': ['--max-semi-space-size=4', '--heap-growing-percent=50', 'dist/apps/worker/src/main.js'],
  migrate: [CLI, 'migrate'],
  'migration:show': typeorm('migration:show'),
  'migration:run': typeorm('migration:run'),
  'migration:revert': typeorm('migration:revert'),
  'migration:generate': typeorm('migration:generate'),
  'migration:check': [...typeorm('migration:generate'), '--check', 'migrations/drift'],
  keys: [CLI, 'keys'],
  vector: [CLI, 'vector'],
};
