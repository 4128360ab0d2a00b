import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ProcessLogger } from './process-logger.js';

describe('ProcessLogger', () => {
  const { isTTY } = process.stdout;
  let printed: string;

  beforeEach(() => {
    printed = '';
    process.stdout.isTTY = false;
    for (const stream of [process.stdout, process.stderr]) {
      jest.spyOn(stream, 'write').mockImplementation((chunk) => {
        printed += String(chunk);
        return true;
      });
    }
  });

  afterEach(() => {
    jest.restoreAllMocks();
    process.stdout.isTTY = isTTY;
  });

  const loggerOf = (logLevel: 'debug' | 'info' | 'warn'): ProcessLogger =>
    new ProcessLogger('api', { logLevel, timeZone: 'Asia/Shanghai' });

  it('prints an error that has no stack', () => {
    loggerOf('info').error('the queue is away');
    expect(printed).toContain('the queue is away');
  });

  it('keeps secrets out of messages and stacks', () => {
    const logger = loggerOf('info');
    logger.log('connecting to postgres://app:hunter2@db/shop');
    logger.error('failed', 'Error: redis://:hunter2@cache:6379\n    at x.ts:1');
    expect(printed).toContain('redis://:***@cache:6379');
    expect(printed).not.toContain('hunter2');
  });

  it('prints from its level on', () => {
    const logger = loggerOf('warn');
    logger.log('quiet');
    logger.warn('loud');
    expect(printed).toContain('loud');
    expect(printed).not.toContain('quiet');
  });

  it('begins a line with who speaks and when, without colours where no terminal shows them', () => {
    loggerOf('info').log('listening', 'Server');
    expect(printed).toMatch(
      /^\[data-pipeline api\] \d+ +- \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00 +LOG \[Server\] listening\n$/,
    );
  });

  it.each([
    ['info', false],
    ['debug', true],
  ] as const)('at level %s, names every route: %s', (level, shown) => {
    loggerOf(level).log('Mapped {/tasks, GET} route', 'RouterExplorer');
    expect(printed.includes('/tasks')).toBe(shown);
  });
});
