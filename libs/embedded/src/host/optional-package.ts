/**
 * Loads a part of an optional package. The container image has none of them.
 * @throws Error that names the package and the way out where it is not installed
 */
export async function importOptional<T>(name: string, load: () => T | Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && /^(ERR_)?MODULE_NOT_FOUND$/.test(String(cause.code))) {
      throw new Error(
        `the package ${name} is not installed. A container image has no embedded databases: give it the URLs of services. ` +
          'Elsewhere, install with optional packages: npm ci',
        { cause },
      );
    }
    throw cause;
  }
}
