const UNITS = ['B', 'KB', 'MB', 'GB'] as const;

/** `0 B`, `209.0 B`, `818.9 KB`: 1024-based, one decimal, GB at most. */
export function formatFileSize(bytes: number): string {
  if (bytes === 0) {
    return '0 B';
  }
  const power = Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length - 1);
  return `${(bytes / 1024 ** power).toFixed(1)} ${UNITS[power]}`;
}
