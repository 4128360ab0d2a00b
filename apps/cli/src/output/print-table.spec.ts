import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { printRows } from './print-table.js';

describe('a list of rows', () => {
  const { isTTY } = process.stdout;
  afterEach(() => {
    process.stdout.isTTY = isTTY;
    jest.restoreAllMocks();
  });

  it.each([
    [true, ['file   size', 'a.sql  1 KB']],
    [false, ['a.sql  1 KB']],
  ])('has a head line in a terminal (%s) only, so that a script counts its rows', (isTerminal, expected) => {
    const log = jest.spyOn(console, 'log').mockReturnValue();
    process.stdout.isTTY = isTerminal;
    printRows(['file', 'size'], [['a.sql', '1 KB']]);
    expect(log.mock.calls).toEqual(expected.map((line) => [line]));
  });

  it('has every cell in its column, also where a row has more than the one before', () => {
    const log = jest.spyOn(console, 'log').mockReturnValue();
    process.stdout.isTTY = true;
    printRows(['file'], [['a.sql', '1 KB', 'now'], ['b'], ['c.ddl', '10 KB']]);
    expect(log.mock.calls.flat()).toEqual(['file', 'a.sql  1 KB   now', 'b', 'c.ddl  10 KB']);
  });
});
