import { describe, expect, it } from '@jest/globals';
import { parseDeb822Sources, parseOneLineSources, sourceEntryFor } from './apt-sources.mjs';

const MACHINE = `Types: deb
# a note
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main

Enabled: no
Types: deb
URIs: http://disabled.example/debian
Suites: bookworm
Components: main
`;

describe('the source entry of a later release', () => {
  it('takes place and key of the entry that serves the own release', () => {
    expect(sourceEntryFor(parseDeb822Sources(MACHINE), 'bookworm', 'trixie', 'deb-src')).toBe(
      [
        'Types: deb-src',
        'URIs: http://mirror.example/debian',
        'Suites: trixie',
        'Components: main',
        'Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg',
        '',
      ].join('\n'),
    );
  });

  it('reads the one-line style with and without options, and skips comments and deb-src', () => {
    const sources = parseOneLineSources(
      [
        '# deb http://commented.example/debian bookworm main',
        'deb-src http://sources.example/debian bookworm main',
        'deb [arch=amd64 signed-by=/k/a.gpg,/k/b.gpg] http://mirror.example/debian bookworm main contrib # note',
        'deb http://other.example/apt stable main',
      ].join('\n'),
    );
    expect(sources.map(({ uris }) => uris[0])).toEqual(['http://mirror.example/debian', 'http://other.example/apt']);
    expect(sourceEntryFor(sources, 'bookworm', 'trixie', 'deb-src')).toContain('Signed-By: /k/a.gpg /k/b.gpg\n');
    expect(sourceEntryFor(sources, 'bookworm', 'trixie', 'deb-src')).toContain('Components: main contrib\n');
  });

  it('keeps a key that the entry itself contains', () => {
    const inline =
      'Types: deb\nURIs: http://m.example/d\nSuites: trixie\nComponents: main\nSigned-By:\n -----BEGIN\n .\n abc\n';
    expect(sourceEntryFor(parseDeb822Sources(inline), 'trixie', 'sid', 'deb')).toContain(
      'Signed-By: \n -----BEGIN\n .\n abc\n',
    );
  });

  it('reports when no source serves the own release', () => {
    expect(sourceEntryFor(parseDeb822Sources(MACHINE), 'trixie', 'sid', 'deb')).toBeNull();
  });
});
