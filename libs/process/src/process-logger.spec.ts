import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ProcessLogger } from './process-logger.js';

describe('ProcessLogger', () => {
  let printed: string;

  beforeEach(() => {
    printed = '';
    for (const stream of [process.stdout, process.stderr]) {
      jest.spyOn(stream, 'write').mockImplementation((chunk) => {
        printed += String(chunk);
        return true;
      });
    }
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('prints an error that has no stack', () => {
    new ProcessLogger('api', 'info').error('the queue is away');
    expect(printed).toContain('the queue is away');
  });

  it('keeps secrets out of messages and stacks', () => {
    const logger = new ProcessLogger('api', 'info');
    logger.log('connecting to postgres://app:hunter2@db/shop');
    logger.error('failed', 'Error: redis://:hunter2@cache:6379\n    at x.ts:1');
    expect(printed).toContain('redis://:***@cache:6379');
    expect(printed).not.toContain('hunter2');
  });

  it('prints from its level on', () => {
    const logger = new ProcessLogger('api', 'warn');
    logger.log('quiet');
    logger.warn('loud');
    expect(printed).toContain('loud');
    expect(printed).not.toContain('quiet');
  });
});
