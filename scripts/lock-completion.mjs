/**
 * @typedef {{ version: string, dev?: boolean, license?: string, optionalDependencies?: Record<string, string> }} Entry
 *
 * npm leaves packages of other platforms out of package-lock.json where the registry in use does not offer them in the
 * wanted version, and `npm ci` then takes the lock for incomplete. What is missing can be said without the registry: the
 * parent names the exact version, and the name of the package names the platform.
 * @param {Record<string, Entry>} packages the `packages` of a lock file
 * @returns {Record<string, Entry>} the missing entries, by path
 */
export function missingPlatformPackages(packages) {
  const missing = Object.entries(packages).flatMap(([path, parent]) =>
    Object.entries(parent.optionalDependencies ?? {})
      .filter(([name]) => !isLocked(packages, path, name))
      .map(([name, version]) => [`node_modules/${name}`, platformEntry(name, version, parent)]),
  );
  return Object.fromEntries(missing.filter(([, entry]) => entry !== null));
}

/**
 * Optional packages that the lock lacks and of which neither version nor platform can be told: `npm ci` refuses such a
 * lock, and another version of the parent is needed.
 * @param {Record<string, Entry>} packages the `packages` of a lock file
 * @returns {string[]} `parent → package@range`
 */
export function unlockablePackages(packages) {
  return Object.entries(packages).flatMap(([path, parent]) =>
    Object.entries(parent.optionalDependencies ?? {})
      .filter(([name, version]) => !isLocked(packages, path, name) && platformEntry(name, version, parent) === null)
      .map(([name, version]) => `${path.replace('node_modules/', '')} → ${name}@${version}`),
  );
}

const PLATFORM =
  /(android|darwin|freebsd|linux|openharmony|win32)-(arm64|arm|ia32|loong64|ppc64|riscv64|s390x|x64)(?:-([a-z]+))?$/;

function platformEntry(name, version, parent) {
  const platform = PLATFORM.exec(name);
  if (!platform || !/^\d+\.\d+\.\d+/.test(version)) {
    return null;
  }
  const [, os, cpu, abi] = platform;
  const libc = os === 'linux' && abi ? { libc: [abi.startsWith('musl') ? 'musl' : 'glibc'] } : {};
  const dev = parent.dev ? { dev: true } : {};
  const license = parent.license ? { license: parent.license } : {};
  return { version, cpu: [cpu], ...dev, ...libc, ...license, optional: true, os: [os] };
}

function isLocked(packages, parentPath, name) {
  return `${parentPath}/node_modules/${name}` in packages || `node_modules/${name}` in packages;
}
