/**
 * Where this machine gets its Debian or Ubuntu packages from, so that a source package of a later release can be
 * asked for at the same place. Pure functions over the text of apt's own files.
 *
 * @typedef {{ uris: string[], suites: string[], components: string[], options: Record<string, string> }} AptSource
 */

/** Field names of the deb822 form for the bracketed options of the one-line form. */
const DEB822_NAME = { 'signed-by': 'Signed-By', trusted: 'Trusted' };

/**
 * @param {string} text a deb822 file (`*.sources`)
 * @returns {AptSource[]}
 */
export function parseDeb822Sources(text) {
  return text
    .split(/\n\s*\n/)
    .map(readStanza)
    .filter((fields) => words(fields.get('types')).includes('deb') && fields.get('enabled') !== 'no')
    .map((fields) => ({
      uris: words(fields.get('uris')),
      suites: words(fields.get('suites')),
      components: words(fields.get('components')),
      options: keptOptions((name) => fields.get(name)),
    }))
    .filter((source) => source.uris.length > 0);
}

/**
 * @param {string} text a one-line-style file (`sources.list`)
 * @returns {AptSource[]}
 */
export function parseOneLineSources(text) {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s*([^#]*)/.exec(line);
    if (!match) {
      return [];
    }
    const [, bracket = '', uri, suite, components] = match;
    const given = new Map(
      words(bracket).map((option) => [option.split('=')[0], option.slice(option.indexOf('=') + 1)]),
    );
    const options = keptOptions((name) => given.get(name)?.replaceAll(',', ' '));
    return [{ uris: [uri], suites: [suite], components: words(components), options }];
  });
}

/**
 * An entry (deb822) for another release, at the place that serves the machine's own one.
 * @param {AptSource[]} sources
 * @param {string} ownCodename the release that the machine runs, e.g. `bookworm`
 * @param {string} otherCodename the release to ask for, e.g. `trixie`
 * @param {'deb' | 'deb-src'} type packages, or their sources
 * @returns {string | null} null when the machine has no entry for its own release
 */
export function sourceEntryFor(sources, ownCodename, otherCodename, type) {
  const own = sources.find((source) => source.suites.includes(ownCodename) && source.components.includes('main'));
  if (!own) {
    return null;
  }
  const fields = [
    `Types: ${type}`,
    `URIs: ${own.uris.join(' ')}`,
    `Suites: ${otherCodename}`,
    `Components: ${own.components.join(' ')}`,
    ...Object.entries(own.options).map(([name, value]) => `${DEB822_NAME[name]}: ${value}`),
  ];
  return `${fields.join('\n')}\n`;
}

function readStanza(stanza) {
  const fields = new Map();
  let name = '';
  for (const line of stanza.split('\n')) {
    const field = /^([A-Za-z-]+):\s*(.*)$/.exec(line);
    if (field) {
      name = field[1].toLowerCase();
      fields.set(name, field[2].trim());
    } else if (name && /^\s/.test(line)) {
      // A continuation keeps its line: an inline key in Signed-By depends on it.
      fields.set(name, `${fields.get(name)}\n${line}`);
    }
  }
  return fields;
}

function keptOptions(valueOf) {
  const kept = Object.keys(DEB822_NAME).map((name) => [name, valueOf(name)]);
  return Object.fromEntries(kept.filter(([, value]) => value !== undefined));
}

function words(text) {
  return (text ?? '').split(/\s+/).filter(Boolean);
}
