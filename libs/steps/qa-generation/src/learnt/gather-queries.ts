import { setImmediate } from 'node:timers/promises';
import {
  QueryGatherer,
  readLogFile,
  readSqlFile,
  readViews,
  type Gathered,
  type LoggedStatement,
  type Passed,
} from '#libs/query-log';
import type { KnownRelations } from '#libs/sql-safety';
import type { StepContext } from '#libs/steps/step';
import { LEARN_SOURCES, type LearnSource } from '#libs/pipeline';
import { isQueryLogFile, isSqlScript, type LearntQueries } from '#libs/step-files';
import type { Business } from '../read-business.js';

export type SourceReport = LearntQueries['sources'][number];

/** Parsing blocks the event loop: yield after so many statements. */
const TURN = 200;

/** Reads what real SQL there is, in the order of its worth: what ran most often, then what somebody wrote down. */
export async function gatherQueries(
  wanted: readonly LearnSource[],
  business: Pick<Business, 'catalog'>,
  known: KnownRelations,
  context: StepContext,
): Promise<{ gathered: Gathered; sources: SourceReport[] }> {
  const gatherer = new QueryGatherer(known);
  const sources: SourceReport[] = [];
  for (const from of LEARN_SOURCES.filter((source) => wanted.includes(source))) {
    const source = new SourceReader(from, gatherer, business, context);
    sources.push(await source.read());
  }
  return { gathered: gatherer.gathered(), sources };
}

class SourceReader {
  private readonly report: { -readonly [K in keyof SourceReport]: SourceReport[K] };

  constructor(
    private readonly from: LearnSource,
    private readonly gatherer: QueryGatherer,
    private readonly business: Pick<Business, 'catalog'>,
    private readonly context: StepContext,
  ) {
    this.report = { from, state: 'absent', files: [], statements: 0, calls: 0, passed_over: {} };
  }

  async read(): Promise<SourceReport> {
    switch (this.from) {
      case 'statistics':
        await this.statistics();
        break;
      case 'log_files':
        await this.files(isQueryLogFile, readLogFile);
        break;
      case 'views':
        await this.take(readViews(this.business.catalog.relations));
        break;
      case 'sql_files':
        await this.files(isSqlScript, readSqlFile);
    }
    return this.report;
  }

  private async statistics(): Promise<void> {
    const statistics = await this.context.database.readStatistics();
    if (statistics.state !== 'read') {
      this.report.state = statistics.state;
      return;
    }
    this.report.state = 'read';
    if (statistics.hidden > 0) {
      this.report.passed_over['hidden'] = statistics.hidden;
    }
    const from = 'statistics';
    await this.take(statistics.statements.map((one): LoggedStatement => ({ ...one, from, hint: null })));
  }

  private async files(isOfKind: (name: string) => boolean, reader: typeof readLogFile): Promise<void> {
    const { files, database } = this.context;
    for (const name of (await files.list()).filter(isOfKind)) {
      this.report.state = 'read';
      this.report.files.push(name);
      const onPassed = (what: Passed): void => {
        this.report.passed_over[what] = (this.report.passed_over[what] ?? 0) + 1;
      };
      await this.take(reader(files.readStream(name), { database: database.name, onPassed }));
    }
  }

  private async take(statements: AsyncIterable<LoggedStatement> | Iterable<LoggedStatement>): Promise<void> {
    for await (const statement of statements) {
      this.report.state = 'read';
      this.report.statements += 1;
      this.report.calls += statement.calls;
      await this.gatherer.add(statement);
      if (this.report.statements % TURN === 0) {
        await setImmediate();
        this.context.signal.throwIfAborted();
      }
    }
  }
}
