import { writeFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import type { Text } from '#libs/language';
import type { QuestionSqlPair } from '#libs/step-files';
import { printRows } from '../output/print-table.js';
import { onServer, type OnServer } from '../server/with-server.js';
import type { Session } from '../session.js';
import { UsageError } from '../exit-codes.js';
import { EXPORT_FORMATS, exported, type ExportFormat } from './export-pairs.js';
import { pairsOfTask } from './pairs-of-task.js';
import { addReviewCommands } from './review-commands.js';

const SHOWN = 70;

const HEADS: readonly Text[] = [
  { zh: '编号', en: 'pair' },
  { zh: '类别', en: 'kind' },
  { zh: '难度', en: 'difficulty' },
  { zh: '问题', en: 'question' },
];

/** `pairs list | show | export`: the question–SQL pairs of a task. */
export function addPairsCommand(program: Command, session: Session): void {
  const pairs = program
    .command('pairs')
    .description(session.text({ zh: '任务的问题与 SQL', en: 'the question–SQL pairs of a task' }));
  const on = onServer(session);
  pairs
    .command('list <task_id>')
    .description(session.text({ zh: '列出问题与 SQL', en: 'list them' }))
    .option('--kind <kind>', session.text({ zh: '只列出此类', en: 'only pairs of this kind' }))
    .action((id: string, { kind }: { kind?: string }) =>
      on(async (client) => {
        const all = await pairsOfTask(client, id);
        const found = kind === undefined ? all : all.filter((pair) => pair.kind === kind);
        session.result({ task_id: id, pairs: found, total: found.length }, () =>
          printRows(
            HEADS.map((head) => session.text(head)),
            found.map((pair) => [pair.id, pair.kind, pair.difficulty ?? '', pair.question.slice(0, SHOWN)]),
          ),
        );
      }),
    );
  pairs
    .command('show <task_id> <pair_id>')
    .description(session.text({ zh: '一条问题与其 SQL', en: 'one pair with its SQL' }))
    .action((id: string, pairId: string) =>
      on(async (client) => {
        const pair = (await pairsOfTask(client, id)).find((found) => found.id === pairId);
        if (pair === undefined) {
          throw new UsageError({
            zh: `任务 ${id} 没有编号为 ${pairId} 的问题与 SQL：请查看 \`pairs list ${id}\``,
            en: `${id} has no pair ${pairId}: see \`pairs list ${id}\``,
          });
        }
        session.result(pair, () => showPair(pair));
      }),
    );
  addExport(pairs, session, on);
  addReviewCommands(pairs, session, on);
}

function addExport(pairs: Command, session: Session, on: OnServer): void {
  pairs
    .command('export <task_id>')
    .description(session.text({ zh: '导出到文件或标准输出', en: 'write them to a file, or to standard output' }))
    .addOption(
      new Option('--format <format>', session.text({ zh: '格式', en: 'format' }))
        .choices(EXPORT_FORMATS)
        .default('jsonl'),
    )
    .option('--out <file>', session.text({ zh: '目标文件', en: 'the file' }))
    .action((id: string, { format, out }: { format: ExportFormat; out?: string }) =>
      on(async (client) => {
        const found = await pairsOfTask(client, id);
        const text = exported(found, session.json ? 'json' : format);
        if (out === undefined) {
          process.stdout.write(text);
          return;
        }
        await writeFile(out, text);
        session.note({ zh: `已导出 ${found.length} 条到 ${out}`, en: `pairs written to ${out}: ${found.length}` });
      }),
    );
}

function showPair({ id, kind, difficulty, tables, question, sql }: QuestionSqlPair): void {
  console.log([id, kind, difficulty ?? '', tables.join(', ')].filter(Boolean).join('  '));
  console.log(question);
  console.log(sql);
}
