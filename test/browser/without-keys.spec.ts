import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe } from '@jest/globals';
import { generateX25519Identity } from 'age-encryption';
import { consoleSuite } from '../harness/console-suite.js';
import { runSql } from '../harness/test-database.js';
import { actions, HOSTILE_SCHEMA } from './parts/actions.js';
import { backups, COPIES } from './parts/backups.js';
import { modelEditing } from './parts/model-editing.js';
import { pairReview } from './parts/pair-review.js';
import { reading } from './parts/reading.js';
import { runs } from './parts/runs.js';

const BACKUP_KEY = await generateX25519Identity();

/** The parts share one service: to start one and to run a task takes longer than most tests. */
describe('the console of a service without keys', () => {
  const suite = consoleSuite({
    purpose: 'without_keys',
    prepare: ({ variables }) => runSql(variables['BUSINESS_DATABASE_URL'] ?? '', HOSTILE_SCHEMA),
    // Of the suite's own folder: it goes with it.
    variables: ({ directory }) => ({
      DATA_DIRECTORY: join(directory, 'data'),
      VECTOR_BACKUP_COPY_URL: pathToFileURL(join(directory, COPIES)).href,
      VECTOR_BACKUP_KEY: BACKUP_KEY,
    }),
  });
  describe('what people do', () => actions(suite));
  describe('what they read', () => reading(suite));
  describe('runs', () => runs(suite));
  describe('the semantic model', () => modelEditing(suite));
  describe('pairs', () => pairReview(suite));
  describe('backups', () => backups(suite));
});
