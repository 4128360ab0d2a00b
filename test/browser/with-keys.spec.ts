import { describe } from '@jest/globals';
import { consoleSuite, ROOT_KEY } from '../harness/console-suite.js';
import { logIn } from './parts/log-in.js';
import { pages } from './parts/pages.js';

/** The parts share one service: to start one and to run a task takes longer than most tests. */
describe('the console of a service with keys', () => {
  const variables = () => ({ API_KEYS: ROOT_KEY, HOST: '0.0.0.0' });
  const suite = consoleSuite({ purpose: 'with_keys', key: ROOT_KEY, variables });
  describe('every page', () => pages(suite));
  describe('the login', () => logIn(suite));
});
