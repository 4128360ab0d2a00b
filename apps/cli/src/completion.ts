import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import type { Session } from './session.js';

/** `completion <shell>` prints the script; the shell then asks the hidden `complete` for each word. */
export function addCompletionCommand(program: Command, session: Session): void {
  tab(program, { completionCommandName: 'completion' });
  const command = program.commands.find((found) => found.name() === 'completion');
  command?.description(
    session.text({
      zh: '打印命令补全脚本：source <(data-pipeline completion bash)',
      en: 'print the completion script of a shell: source <(data-pipeline completion bash)',
    }),
  );
  for (const shell of command?.registeredArguments ?? []) {
    shell.description = session.text({ zh: '所用的 shell', en: 'your shell' });
  }
}
