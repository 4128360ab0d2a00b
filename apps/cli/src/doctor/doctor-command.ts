import type { Command } from 'commander';
import { examinationOf, type CheckStatus, type Examination } from '#libs/doctor';
import { CommandFailed, EXIT } from '../exit-codes.js';
import { reportFailure } from '../report-failure.js';
import type { Session } from '../session.js';
import { examineEnvironment } from './examine-environment.js';
import { examineServer } from './examine-server.js';

const MARKS: Readonly<Record<CheckStatus, string>> = { ok: '✔', warn: '!', fail: '✘' };

/** `doctor`: exit code 1 when a check fails, and with `--strict` also when one warns. */
export function addDoctorCommand(program: Command, session: Session): void {
  program
    .command('doctor')
    .description(
      session.text({
        zh: '检查配置、各项服务、权限、版本、时钟与存储，并说明如何处理。给出 --url 时检查该服务，否则检查本机环境变量所指的服务',
        en: 'look at configuration, services, rights, versions, clocks and storage, and say what to do: of the server at --url, else of the services that the environment names',
      }),
    )
    .option('--strict', session.text({ zh: '有警告时也以退出码 1 结束', en: 'exit with 1 for warnings too' }))
    .action(({ strict }: { strict?: true }) =>
      reportFailure(async () => {
        const checks = session.namesServer
          ? await examineServer(session)
          : await examineEnvironment(session.environment);
        const found = 'status' in checks ? checks : examinationOf(checks, session.language);
        session.result(found, () => show(found));
        if (found.status === 'fail' || (strict && found.status === 'warn')) {
          throw new CommandFailed(EXIT.failed);
        }
      }, session),
    );
}

function show({ checks }: Examination): void {
  const width = Math.max(...checks.map(({ name }) => name.length));
  for (const { name, status, message, remedy } of checks) {
    console.log(`${MARKS[status]} ${status.padEnd(4)}  ${name.padEnd(width)}  ${message}`);
    if (remedy !== null) {
      console.log(`${' '.repeat(width + 10)}→ ${remedy}`);
    }
  }
}
