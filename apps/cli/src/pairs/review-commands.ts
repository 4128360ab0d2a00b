import { Option, type Command } from 'commander';
import type { paths } from '#clients/typescript';
import type { ApiClient, DataOf } from '../api-client.js';
import { UsageError } from '../exit-codes.js';
import { printTable } from '../output/print-table.js';
import type { OnServer } from '../server/with-server.js';
import type { Session } from '../session.js';
import { wholeNumber } from '../whole-number.js';

type Pairs = paths['/api/v0/data_pipeline/tasks/{task_id}/pairs'];
type PairsQuery = NonNullable<Pairs['get']['parameters']['query']>;
type PairList = DataOf<Pairs['get']['responses'][200]>;
type ReviewedPair = PairList['pairs'][number];
type ReviewState = ReviewedPair['review']['state'];

const REVIEW_STATES = ['new', 'needs_work', 'approved', 'rejected'] as const satisfies readonly ReviewState[];

/** As options; the server knows the values. */
interface Filters {
  readonly state?: ReviewState;
  readonly kind?: string;
  readonly source?: string;
  readonly table?: string;
  readonly difficulty?: string;
  readonly text?: string;
}

const SHOWN = 60;

/** What can be decided, by the word of the command. */
const DECISIONS: readonly {
  readonly verb: string;
  readonly state: ReviewState;
  readonly zh: string;
  readonly en: string;
}[] = [
  { verb: 'approve', state: 'approved', zh: '批准', en: 'approve them' },
  { verb: 'reject', state: 'rejected', zh: '拒绝', en: 'reject them' },
  { verb: 'rework', state: 'needs_work', zh: '标记为需要修改', en: 'say that they need work' },
  { verb: 'reset', state: 'new', zh: '撤回结论，恢复为未审核', en: 'take their decision back' },
];

/** `pairs review list | show | approve | reject | rework | reset | bulk | undo` */
export function addReviewCommands(pairs: Command, session: Session, on: OnServer): void {
  const review = pairs
    .command('review')
    .description(session.text({ zh: '审核：查看、批准、拒绝', en: 'review them: look, approve, reject' }));
  addList(review, session, on);
  addShow(review, session, on);
  for (const decision of DECISIONS) {
    review
      .command(`${decision.verb} <task_id> <pair_ids...>`)
      .description(session.text(decision))
      .option('--comment <text>', session.text({ zh: '备注', en: 'a remark' }))
      .action((id: string, pairIds: string[], { comment }: { comment?: string }) =>
        on(async (client) => {
          const changed: ReviewedPair[] = [];
          for (const pairId of pairIds) {
            changed.push(
              await decide(client, id, pairId, {
                state: decision.state,
                ...(comment === undefined ? {} : { comment }),
              }),
            );
          }
          session.result({ task_id: id, pairs: changed }, () => showPairs(session, changed));
        }),
      );
  }
  addBulk(review, session, on);
  addUndo(review, session, on);
}

function addList(review: Command, session: Session, on: OnServer): void {
  const list = review
    .command('list <task_id>')
    .description(session.text({ zh: '列出待审核的，风险高的在前', en: 'list pairs, the riskiest first' }));
  addFilters(list, session)
    .option('--risk <risk>', session.text({ zh: '只看有此风险的', en: 'only pairs with this risk' }))
    .addOption(
      new Option(
        '--order <order>',
        session.text({ zh: '按风险，或按文件中的顺序', en: 'by risk, or as in the files' }),
      ).choices(['risk', 'file']),
    )
    .addOption(
      new Option('--limit <number>', session.text({ zh: '最多条数', en: 'at most' }))
        .argParser(wholeNumber(1, 500))
        .default(50),
    )
    .option('--cursor <text>', session.text({ zh: '上一页的 next_cursor', en: 'next_cursor of the page before' }))
    .action((id: string, query: PairsQuery) =>
      on(async (client) => {
        const found = await client.data((api) =>
          api.GET('/api/v0/data_pipeline/tasks/{task_id}/pairs', { params: { path: { task_id: id }, query } }),
        );
        session.result(found, () => {
          showPairs(session, found.pairs);
          session.note({
            zh: `共 ${found.total} 条；${statesOf(found)}${found.next_cursor === null ? '' : `；下一页：--cursor ${found.next_cursor}`}`,
            en: `pairs: ${found.total}; ${statesOf(found)}${found.next_cursor === null ? '' : `; next page: --cursor ${found.next_cursor}`}`,
          });
        });
      }),
    );
}

function addShow(review: Command, session: Session, on: OnServer): void {
  review
    .command('show <task_id> <pair_id>')
    .description(
      session.text({ zh: '一条的 SQL、风险、证据与历史', en: 'one pair with its risks, evidence and history' }),
    )
    .action((id: string, pairId: string) =>
      on(async (client) => {
        const pair = await detailOf(client, id, pairId);
        session.result(pair, () => {
          showPairs(session, [pair]);
          console.log(pair.question);
          console.log(pair.sql);
          pair.history.forEach(({ at, by, action, state, comment }) =>
            console.log(`  ${at.slice(0, 16)}  ${by}  ${action}  ${state}  ${comment ?? ''}`.trimEnd()),
          );
        });
      }),
    );
}

function addBulk(review: Command, session: Session, on: OnServer): void {
  const bulk = review
    .command('bulk <task_id>')
    .description(
      session.text({
        zh: '对所有符合条件的作出同一结论；没有 --yes 时只预览',
        en: 'decide about all pairs that match; without --yes only a preview',
      }),
    )
    .addOption(
      new Option('--decision <state>', session.text({ zh: '结论', en: 'the decision' }))
        .choices(REVIEW_STATES)
        .makeOptionMandatory(),
    );
  addFilters(bulk, session)
    .option('--comment <text>', session.text({ zh: '备注', en: 'a remark' }))
    .option('--yes', session.text({ zh: '确实修改', en: 'do it' }))
    .action(
      (
        id: string,
        { decision, comment, yes, ...filters }: Filters & { decision: ReviewState; comment?: string; yes?: true },
      ) =>
        on(async (client) => {
          if (yes && Object.keys(filters).length === 0) {
            throw new UsageError({
              zh: '--yes 需要至少一个筛选条件，例如 --state new',
              en: '--yes: expected a filter too, for example --state new',
            });
          }
          const asked = { state: decision, ...bulkFilters(filters), ...(comment === undefined ? {} : { comment }) };
          const send = (more: { dry_run: boolean; expected_count?: number }) =>
            client.data((api) =>
              api.POST('/api/v0/data_pipeline/tasks/{task_id}/pairs/bulk', {
                params: { path: { task_id: id } },
                body: { ...asked, ...more },
              }),
            );
          const preview = await send({ dry_run: true });
          const answer = yes ? await send({ dry_run: false, expected_count: preview.count }) : preview;
          session.result(answer, () => {
            showPairs(session, preview.pairs);
            console.log(
              session.text(
                yes
                  ? {
                      zh: `已修改 ${answer.count} 条；撤销：--batch ${answer.batch_id}`,
                      en: `changed: ${answer.count}; undo with --batch ${answer.batch_id}`,
                    }
                  : {
                      zh: `符合条件 ${answer.count} 条；加 --yes 执行`,
                      en: `pairs that match: ${answer.count}; add --yes to change them`,
                    },
              ),
            );
          });
        }),
    );
}

function addUndo(review: Command, session: Session, on: OnServer): void {
  review
    .command('undo <task_id>')
    .description(session.text({ zh: '撤销上一次操作，可以重复', en: 'take your last action back, again and again' }))
    .option('--batch <batch_id>', session.text({ zh: '撤销这次批量操作', en: 'this bulk action' }))
    .action((id: string, { batch }: { batch?: string }) =>
      on(async (client) => {
        const undone = await client.data((api) =>
          api.POST('/api/v0/data_pipeline/tasks/{task_id}/pairs/undo', {
            params: { path: { task_id: id } },
            body: batch === undefined ? {} : { batch_id: batch },
          }),
        );
        session.result(undone, () => undone.pair_ids.forEach((pairId) => console.log(pairId)));
      }),
    );
}

function addFilters(command: Command, session: Session): Command {
  return command
    .addOption(
      new Option('--state <state>', session.text({ zh: '只看此状态', en: 'only this state' })).choices(REVIEW_STATES),
    )
    .option('--kind <kind>', session.text({ zh: '只看此类', en: 'only this kind' }))
    .option('--source <source>', session.text({ zh: '只看此来源', en: 'only this source' }))
    .option('--table <table>', session.text({ zh: '只看读取此表的', en: 'only pairs that read this table' }))
    .option('--difficulty <difficulty>', session.text({ zh: '只看此难度', en: 'only this difficulty' }))
    .option('--text <text>', session.text({ zh: '只看含此文字的', en: 'only pairs with this text' }));
}

/** Options as parameters of the request. The server checks their values. */
function bulkFilters(filters: Filters): object {
  return Object.fromEntries(Object.entries(filters).map(([name, value]) => [`filter_${name}`, value as string]));
}

function detailOf(client: ApiClient, id: string, pairId: string) {
  return client.data((api) =>
    api.GET('/api/v0/data_pipeline/tasks/{task_id}/pairs/{pair_id}', {
      params: { path: { task_id: id, pair_id: pairId } },
    }),
  );
}

/** Of the pair as it is now: somebody else's change in between is a conflict. */
async function decide(
  client: ApiClient,
  id: string,
  pairId: string,
  body: { state: ReviewState; comment?: string },
): Promise<ReviewedPair> {
  const { version } = await detailOf(client, id, pairId);
  return client.data((api) =>
    api.PATCH('/api/v0/data_pipeline/tasks/{task_id}/pairs/{pair_id}', {
      params: { path: { task_id: id, pair_id: pairId }, header: { 'If-Match': `"${version}"` } },
      body,
    }),
  );
}

function showPairs(session: Session, pairs: readonly ReviewedPair[]): void {
  const heads = [
    { zh: '编号', en: 'pair' },
    { zh: '状态', en: 'state' },
    { zh: '类别', en: 'kind' },
    { zh: '风险', en: 'risks' },
    { zh: '问题', en: 'question' },
  ];
  printTable([
    heads.map((head) => session.text(head)),
    ...pairs.map(({ pair_id: id, review, kind, risks, question }) => [
      id,
      review.state,
      kind,
      risks.join(' '),
      question.slice(0, SHOWN),
    ]),
  ]);
}

function statesOf({ counts }: PairList): string {
  return Object.entries(counts.states)
    .map(([state, count]) => `${state} ${count}`)
    .join(', ');
}
