/** `node scripts/check-commits.mjs [range]`: the messages of HEAD's history, or of a range such as `main..HEAD`. */
import process from 'node:process';
import { problemsOfCommitMessage } from './commit-message.mjs';
import { ROOT } from './installation.mjs';
import { runCommand } from './run-command.mjs';

const range = process.argv[2] ?? 'HEAD';
const { output } = await runCommand('git', ['log', '--no-merges', '--format=%h%n%B%x00', range], { cwd: ROOT });
const commits = output.split('\0').map((entry) => entry.trim());

const complaints = commits.filter(Boolean).flatMap((entry) => {
  const [hash, ...message] = entry.split('\n');
  return problemsOfCommitMessage(message.join('\n')).map((problem) => `${hash} ${message[0]}\n    ${problem}`);
});

if (complaints.length > 0) {
  console.error(`Commit messages (see CONTRIBUTING.md):\n${complaints.join('\n')}`);
  process.exitCode = 1;
}
