/** The types that a commit may have; CONTRIBUTING.md explains them. */
export const COMMIT_TYPES = ['feat', 'fix', 'perf', 'refactor', 'docs', 'test', 'build', 'ci', 'chore', 'revert'];

const HEADER_LIMIT = 120;
const HEADER = new RegExp(`^(?:${COMMIT_TYPES.join('|')})(?:\\([a-z0-9][a-z0-9/-]*\\))?!?: \\S.*$`, 'u');

/**
 * Conventional Commits 1.0 (https://www.conventionalcommits.org/en/v1.0.0/), as far as a script can check.
 * @param {string} message the whole message of a commit
 * @returns {string[]} problems; empty for a valid message
 */
export function problemsOfCommitMessage(message) {
  const [header = '', blank = ''] = message.split('\n');
  const problems = [];
  if (!HEADER.test(header)) {
    problems.push(`the first line is not "type(scope): summary" with one of ${COMMIT_TYPES.join(', ')}`);
  }
  if ([...header].length > HEADER_LIMIT) {
    problems.push(`the first line is longer than ${HEADER_LIMIT} characters`);
  }
  if (header.endsWith('.')) {
    problems.push('the first line ends with a full stop');
  }
  if (blank.trim() !== '') {
    problems.push('the second line is not empty');
  }
  return problems;
}
