export interface LockEntry {
  version?: string;
  dev?: boolean;
  license?: string;
  optionalDependencies?: Record<string, string>;
}
export function unlockablePackages(packages: Record<string, LockEntry>): string[];
export function missingPlatformPackages(packages: Record<string, LockEntry>): Record<string, object>;
