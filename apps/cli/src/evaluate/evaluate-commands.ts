import { writeFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { ARMS, CAUSES, EVALUATION_LIMITS, LEVELS, type Arm, type CauseCode } from '#libs/evaluation';
import { UsageError } from '../exit-codes.js';
import { onServer } from '../server/with-server.js';
import type { Session } from '../session.js';
import { WrongValue } from '../speak-of-usage.js';
import { wholeNumber } from '../whole-number.js';
import { EvaluationCalls, type EvaluationRequest, type ReportQuery } from './evaluation-calls.js';
import { finishEvaluation } from './finish-evaluation.js';
import { showComparison, showEvaluation, showEvaluations, showResults } from './show-evaluation.js';

const FORMATS = ['html', 'markdown', 'json'] as const;
type Format = NonNullable<ReportQuery['format']>;

interface RunOptions {
  readonly set?: string;
  readonly questions?: string;
  readonly arms?: Arm[];
  readonly level?: EvaluationRequest['level'];
  readonly results?: number;
  readonly mode?: EvaluationRequest['mode'];
  readonly embedder?: EvaluationRequest['embedder'];
  readonly maxQuestions?: number;
  readonly maxTokens?: number;
  readonly minSufficiency?: number;
  readonly minAllTables?: number;
  readonly wait: boolean;
  readonly report?: string;
}

/** `evaluate run | follow | list | show | results | compare | report | cancel` */
export function addEvaluateCommand(program: Command, session: Session): void {
  const evaluate = program.command('evaluate').description(
    session.text({
      zh: '评测：对向量库提出其中没有的问题',
      en: 'ask the store questions that are not in it, and measure what is found',
    }),
  );
  addRun(evaluate, session);
  addReads(evaluate, session);
  addReport(evaluate, session);
}

function addRun(evaluate: Command, session: Session): void {
  const t = session.text.bind(session);
  const on = onServer(session);
  evaluate
    .command('run <task_id>')
    .description(
      t({
        zh: '开始评测并等到结束；低于门槛时退出码为 6',
        en: 'start one and wait for its end; exit code 6 when it is below its gate',
      }),
    )
    .addOption(
      new Option(
        '--set <set_id>',
        t({ zh: '问题集编号；默认为保留的问题', en: 'the question set; by default the questions that were kept back' }),
      ).conflicts('questions'),
    )
    .option(
      '--questions <file>',
      t({ zh: '先上传的问题文件：JSON、CSV 或 XLSX', en: 'a file of questions to upload first: JSON, CSV or XLSX' }),
    )
    .option(
      '--arms <list>',
      t({ zh: `上下文，用逗号分隔：${ARMS.join(',')}`, en: `contexts, with commas: ${ARMS.join(',')}` }),
      armList,
    )
    .addOption(
      new Option(
        '--level <level>',
        t({ zh: 'answers 还询问大语言模型', en: 'answers also asks the chat model' }),
      ).choices(LEVELS),
    )
    .addOption(
      number(
        '--results <number>',
        t({ zh: '每类检索的条数', en: 'records of each kind that a search gives' }),
        'results',
      ),
    )
    .addOption(new Option('--mode <mode>', t({ zh: '检索方式', en: 'how to search' })).choices(['vector', 'hybrid']))
    .addOption(
      new Option('--embedder <embedder>', t({ zh: '向量模型', en: 'the embedder' })).choices(['store', 'built_in']),
    )
    .addOption(
      number('--max-questions <number>', t({ zh: '最多问题数', en: 'at most so many questions' }), 'max_questions'),
    )
    .addOption(
      number(
        '--max-tokens <number>',
        t({ zh: '大语言模型的预算（词元）', en: 'budget of the model, in tokens' }),
        'max_tokens',
      ),
    )
    .addOption(
      number(
        '--min-sufficiency <percent>',
        t({ zh: '门槛：上下文充分的问题占比', en: 'gate: share of questions with a sufficient context' }),
        'min_context_sufficiency',
      ),
    )
    .addOption(
      number(
        '--min-all-tables <percent>',
        t({ zh: '门槛：表齐全的问题占比', en: 'gate: share of questions with all tables' }),
        'min_all_tables',
      ),
    )
    .option('--no-wait', t({ zh: '只开始，不等待', en: 'start it, and do not wait' }))
    .option(
      '--report <file>',
      t({ zh: '把报告写入文件（.html、.md 或 .json）', en: 'write the report to a file (.html, .md or .json)' }),
    )
    .action((id: string, options: RunOptions) =>
      on(async (client) => {
        const calls = new EvaluationCalls(client, id);
        const format = options.report === undefined ? null : formatOf(options.report);
        const setId = options.questions === undefined ? options.set : await calls.upload(options.questions);
        const created = await calls.create(requestOf({ ...options, ...(setId === undefined ? {} : { set: setId }) }));
        if (!options.wait) {
          return session.result(created, () => console.log(created.evaluation_id));
        }
        await finishEvaluation(session, calls, created.evaluation_id, async () => {
          if (options.report !== undefined && format !== null) {
            await writeReport(session, calls, created.evaluation_id, format, options.report);
          }
        });
      }),
    );
  evaluate
    .command('follow <task_id> <evaluation_id>')
    .description(
      t({ zh: '等待评测结束；退出码与 run 相同', en: 'wait for the end of an evaluation; exit codes as of run' }),
    )
    .action((id: string, evaluationId: string) =>
      on((client) => finishEvaluation(session, new EvaluationCalls(client, id), evaluationId)),
    );
}

function addReads(evaluate: Command, session: Session): void {
  const t = session.text.bind(session);
  const on = onServer(session);
  evaluate
    .command('list <task_id>')
    .description(t({ zh: '任务的评测，最新的在前', en: 'the evaluations of a task, newest first' }))
    .action((id: string) =>
      on(async (client) => {
        const evaluations = await new EvaluationCalls(client, id).list();
        session.result({ task_id: id, evaluations, total: evaluations.length }, () =>
          showEvaluations(session, evaluations),
        );
      }),
    );
  evaluate
    .command('show <task_id> <evaluation_id>')
    .description(t({ zh: '各上下文的结果', en: 'its figures, arm by arm' }))
    .action((id: string, evaluationId: string) =>
      on(async (client) => {
        const view = await new EvaluationCalls(client, id).one(evaluationId);
        session.result(view, () => showEvaluation(session, view));
      }),
    );
  evaluate
    .command('results <task_id> <evaluation_id>')
    .description(t({ zh: '每个问题的结果与原因', en: 'its questions, with the causes of failures' }))
    .option('--failed', t({ zh: '只看失败的', en: 'only failures' }))
    .addOption(new Option('--cause <cause>', t({ zh: '只看此原因', en: 'only this cause' })).choices(CAUSES))
    .action((id: string, evaluationId: string, { failed, cause }: { failed?: true; cause?: CauseCode }) =>
      on(async (client) => {
        const query = { failed: failed ?? cause !== undefined, ...(cause === undefined ? {} : { cause }) };
        const results = await new EvaluationCalls(client, id).results(evaluationId, query);
        session.result({ evaluation_id: evaluationId, results, total: results.length }, () => showResults(results));
      }),
    );
  evaluate
    .command('compare <task_id> <first_id> <second_id>')
    .description(t({ zh: '比较同一问题集的两次评测', en: 'compare two evaluations with one question set' }))
    .action((id: string, first: string, second: string) =>
      on(async (client) => {
        const comparison = await new EvaluationCalls(client, id).compare(first, second);
        session.result(comparison, () => showComparison(session, comparison));
      }),
    );
  evaluate
    .command('cancel <task_id> <evaluation_id>')
    .description(t({ zh: '取消评测，已有结果保留', en: 'end an evaluation; its results so far stay' }))
    .action((id: string, evaluationId: string) =>
      on(async (client) => {
        const answer = await new EvaluationCalls(client, id).cancel(evaluationId);
        session.result(answer, () => console.log(`${answer.evaluation_id} ${answer.status}`));
      }),
    );
}

function addReport(evaluate: Command, session: Session): void {
  const t = session.text.bind(session);
  evaluate
    .command('report <task_id> <evaluation_id>')
    .description(t({ zh: '评测报告', en: 'the report of an evaluation' }))
    .addOption(new Option('--format <format>', t({ zh: '格式', en: 'format' })).choices(FORMATS).default('markdown'))
    .option('--out <file>', t({ zh: '写入文件', en: 'write it to a file' }))
    .action((id: string, evaluationId: string, { format, out }: { format: Format; out?: string }) =>
      onServer(session)((client) => {
        const calls = new EvaluationCalls(client, id);
        return writeReport(session, calls, evaluationId, session.json ? 'json' : format, out);
      }),
    );
}

async function writeReport(
  session: Session,
  calls: EvaluationCalls,
  evaluationId: string,
  format: Format,
  file?: string,
): Promise<void> {
  const report = await calls.report(evaluationId, { format, language: session.language });
  if (file === undefined) {
    process.stdout.write(report.endsWith('\n') ? report : `${report}\n`);
    return;
  }
  await writeFile(file, report);
  session.note({ zh: `报告已写入 ${file}`, en: `report written to ${file}` });
}

function requestOf(options: RunOptions): EvaluationRequest {
  const { set, arms, level, results, mode, embedder, maxQuestions, maxTokens, minSufficiency, minAllTables } = options;
  const named = {
    set_id: set,
    arms,
    level,
    results,
    mode,
    embedder,
    max_questions: maxQuestions,
    max_tokens: maxTokens,
    min_context_sufficiency: minSufficiency,
    min_all_tables: minAllTables,
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

function formatOf(file: string): Format {
  const extension = /\.(html|md|json)$/.exec(file)?.[1];
  if (extension === undefined) {
    throw new UsageError({
      zh: `${file}：报告文件应以 .html、.md 或 .json 结尾`,
      en: `${file}: the name of a report ends with .html, .md or .json`,
    });
  }
  return extension === 'md' ? 'markdown' : (extension as Format);
}

function armList(value: string): Arm[] {
  const arms = value.split(',').map((arm) => arm.trim());
  const known = arms.filter((arm): arm is Arm => (ARMS as readonly string[]).includes(arm));
  if (known.length !== arms.length) {
    const names = ARMS.join(', ');
    throw new WrongValue({ zh: `应为逗号分隔的 ${names}`, en: `Expected a comma list of ${names}.` });
  }
  return [...new Set(known)];
}

function number(flags: string, text: string, limit: Exclude<keyof typeof EVALUATION_LIMITS, 'max_cost'>): Option {
  const { min, max } = EVALUATION_LIMITS[limit];
  return new Option(flags, text).argParser(wholeNumber(min, max));
}
