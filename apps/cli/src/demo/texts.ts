import type { ByLanguage, Text } from '#libs/language';
import type { DemoSummary } from './summary.js';

type Sentence = ByLanguage<(value: string) => string>;

/** What the demo says, in the language of the terminal; the outputs of its task may be in another one. */
export const demoTexts = {
  starting: { zh: '正在启动服务 …', en: 'Starting the services …' },
  running: {
    zh: (url) => `API 地址 ${url}，一个 worker；正在运行任务 …`,
    en: (url) => `API on ${url}, one worker; running the task …`,
  },
  seeTheLog: { zh: '详见日志', en: 'see the log' },
  search: {
    zh: (question) => `在向量库中检索：${question}`,
    en: (question) => `Search in the vector store: ${question}`,
  },
  moreFiles: { zh: (count) => `… 另有 ${count} 个`, en: (count) => `… and ${count} more` },
  untilInterrupted: { zh: '运行中，按 Ctrl-C 停止。', en: 'Running until Ctrl-C.' },
} satisfies Readonly<Record<string, Text | Sentence>>;

/** The end of a task that did not complete. */
export const failedTask: ByLanguage<(id: string, status: string, reason: string) => string> = {
  zh: (id, status, reason) => `任务 ${id} 的结果：${status}，${reason}`,
  en: (id, status, reason) => `Task ${id} ended as ${status}: ${reason}`,
};

/** The figures of a run, a line each. */
export const figures: ByLanguage<(summary: DemoSummary) => readonly string[]> = {
  zh: (summary) => [
    `任务 ${summary.task_id}：${summary.status}，用时 ${summary.duration_s} 秒`,
    `  已生成文档的表  ${summary.tables}（${summary.ddl_files} 个 .ddl，${summary.md_files} 个 _detail.md）`,
    `  问题与 SQL      ${summary.pairs} 对，其中有效 ${summary.valid_pairs} 对`,
    `  已加载的记录    ${summary.records_loaded}`,
    `  文件            ${summary.output_directory}`,
  ],
  en: (summary) => [
    `Task ${summary.task_id}: ${summary.status} in ${summary.duration_s} s`,
    `  tables documented   ${summary.tables} (${summary.ddl_files} .ddl, ${summary.md_files} _detail.md)`,
    `  question–SQL pairs  ${summary.pairs}, of which ${summary.valid_pairs} are valid`,
    `  records loaded      ${summary.records_loaded}`,
    `  files               ${summary.output_directory}`,
  ],
};
