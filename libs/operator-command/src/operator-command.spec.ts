import { describe, expect, it } from '@jest/globals';
import { operatorCommand } from './operator-command.js';

describe('operatorCommand', () => {
  it.each([
    ['migrate', '', true, 'npm run migrate'],
    ['keys', 'list', true, 'npm run keys -- list'],
    ['task', 'follow x', true, 'npx data-pipeline task follow x'],
    ['task', 'follow x', false, 'data-pipeline task follow x'],
    ['migrate', '', false, 'data-pipeline migrate'],
    ['keys', 'create --scopes read', false, 'data-pipeline keys create --scopes read'],
  ])('names %s %s (in a checkout: %s) as `%s`', (command, args, isCheckout, typed) => {
    expect(operatorCommand(command, args, isCheckout)).toBe(typed);
  });

  it('finds out by itself that the tests run in a checkout', () => {
    expect(operatorCommand('keys', 'list')).toBe('npm run keys -- list');
  });
});
