/**
 * The direction of dependencies (README, "How it is built"): apps → steps → features → adapters → foundations.
 * A lib is imported by its root only, and there is no circle anywhere.
 */
const foundations =
  'config|language|lexicon|column-concepts|sensitivity|pipeline|domain-errors|clock|redaction|postgres|secrets|telemetry|sql-parser|sql-writing|operator-command|product-version|data-directory|evaluation-statistics|evaluation-words|shared-work';
const adapters = 'database|queue|operations|embedded|process|sample-database|sql-safety|table-list|step-files';
const features =
  'notifications|tasks|statement-validation|pair-proof|perturbed-copy|pair-review|model-editing|files|archives|catalog|semantic-model|sql-reading|pair-read-back|intents|business-database|themes|retrieval|language-model|vector-store|access|monitor|vector-backup|queue-repair|query-log|sql-intents|reader-context|store-reader|answer-judging|evaluation|evaluation-report|health|fleet|doctor|installation';

/** A lib may import its own files, and libs of the named groups. */
const onlyReaches = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: `^libs/(${from})/` },
  to: { path: '^libs/', pathNot: [`^libs/$1/`, ...(allowed ? [`^libs/(${allowed})/`] : [])] },
});

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'libs-never-import-apps',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'apps-do-not-import-each-other',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'console-reaches-the-client-only',
      comment:
        'It runs in browsers, and the API is its only way to data. The languages of the product and the words of its reports are its own.',
      severity: 'error',
      from: { path: '^apps/console/' },
      to: { path: '^(apps|libs|migrations)/', pathNot: '^(apps/console|libs/(language|evaluation-words))/' },
    },
    {
      name: 'import-a-lib-by-its-root',
      severity: 'error',
      from: { path: '^(apps|libs|test)/((?:steps/)?[^/]+)/' },
      to: { path: '^libs/(?!steps/)[^/]+/src/(?!index\\.ts$)', pathNot: '^libs/$2/' },
    },
    {
      name: 'import-a-step-by-its-root',
      severity: 'error',
      from: { path: '^(apps|libs|test)/((?:steps/)?[^/]+)/' },
      to: { path: '^libs/steps/[^/]+/src/(?!index\\.ts$)', pathNot: '^libs/$2/' },
    },
    onlyReaches('foundations-stand-alone', foundations, foundations),
    onlyReaches('adapters-reach-foundations', adapters, `${foundations}|${adapters}`),
    onlyReaches('features-reach-down', features, `${foundations}|${adapters}|${features}`),
    {
      name: 'features-do-not-reach-up',
      severity: 'error',
      from: { path: `^libs/(${foundations}|${adapters}|${features})/` },
      to: { path: '^libs/(steps|step-runner)/' },
    },
    {
      name: 'migrations-stand-alone',
      comment:
        'They keep the schema of their day, whatever the code becomes. The data source of the TypeORM CLI reads libs/database.',
      severity: 'error',
      from: { path: '^migrations/', pathNot: '^migrations/data-source\\.ts$' },
      to: { path: '^(apps|libs|clients)/' },
    },
    {
      name: 'migrations-belong-to-the-database',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '^libs/database/' },
      to: { path: '^migrations/' },
    },
    {
      name: 'files-know-no-queue',
      severity: 'error',
      from: { path: '^libs/files/' },
      to: { path: '(^libs/(queue|operations)/|node_modules/(bullmq|@nestjs/bullmq)/)' },
    },
    {
      name: 'access-stands-without-features',
      severity: 'error',
      from: { path: '^libs/access/' },
      to: { path: `^libs/(${features.replace('access|', '')})/` },
    },
    {
      name: 'steps-do-not-know-each-other',
      severity: 'error',
      from: { path: '^libs/steps/(?!step/)([^/]+)/' },
      to: { path: '^libs/steps/', pathNot: ['^libs/steps/$1/', '^libs/steps/step/'] },
    },
    {
      name: 'steps-know-no-queue-and-no-http',
      severity: 'error',
      from: { path: '^libs/steps/' },
      to: { path: '(^libs/queue/|node_modules/(bullmq|@nestjs/bullmq|fastify|@nestjs/platform-fastify)/)' },
    },
    {
      name: 'steps-know-no-database-driver',
      severity: 'error',
      from: { path: '^libs/steps/' },
      to: { path: 'node_modules/(@types/)?pg/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['source', 'import', 'node', 'default'] },
    exclude: { path: '\\.spec\\.ts$' },
  },
};
