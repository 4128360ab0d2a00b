import { describe, expect, it } from '@jest/globals';
import { missingPlatformPackages, unlockablePackages } from './lock-completion.mjs';

describe('packages of other platforms that a lock lacks', () => {
  const parent = {
    version: '2.0.0',
    dev: true,
    license: 'MIT',
    optionalDependencies: {
      '@x/core-linux-x64-gnu': '2.0.0',
      '@x/core-linux-arm-musleabihf': '2.0.0',
      '@x/core-win32-ia32-msvc': '2.0.0',
      colour: '2.0.0',
      '@x/core-darwin-arm64': '^2.0.0',
    },
  };

  it('are told from the name and the exact version that the parent asks for', () => {
    const packages = { 'node_modules/@x/core': parent, 'node_modules/@x/core-linux-x64-gnu': { version: '2.0.0' } };
    const common = { version: '2.0.0', dev: true, license: 'MIT', optional: true };
    expect(missingPlatformPackages(packages)).toEqual({
      'node_modules/@x/core-linux-arm-musleabihf': { ...common, os: ['linux'], cpu: ['arm'], libc: ['musl'] },
      'node_modules/@x/core-win32-ia32-msvc': { ...common, os: ['win32'], cpu: ['ia32'] },
    });
  });

  it('are named where neither version nor platform can be told', () => {
    expect(unlockablePackages({ 'node_modules/@x/core': parent })).toEqual([
      '@x/core → colour@2.0.0',
      '@x/core → @x/core-darwin-arm64@^2.0.0',
    ]);
  });

  it('are none where the lock has them, at the top or below the parent', () => {
    const { '@x/core-win32-ia32-msvc': version } = parent.optionalDependencies;
    const packages = {
      'node_modules/@x/core': { ...parent, optionalDependencies: { '@x/core-win32-ia32-msvc': version } },
      'node_modules/@x/core/node_modules/@x/core-win32-ia32-msvc': { version },
    };
    expect(missingPlatformPackages(packages)).toEqual({});
  });
});
