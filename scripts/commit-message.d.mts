export const COMMIT_TYPES: readonly string[];
export function problemsOfCommitMessage(message: string): string[];
