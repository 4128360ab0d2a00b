/** Prints what `bench/evaluation.mjs` has found, and makes its reports. */
import { collectReport, reportHtml, reportMarkdown } from '#libs/evaluation-report';
import { pairedBootstrap, wilson } from '#libs/evaluation-statistics';
import { summariseVerdicts } from '#libs/answer-judging';
import { countedAnswer, SummaryBuilder } from '#libs/evaluation';

/** Settings, as people say them. */
const NAMES = {
  'en-en-single': 'en questions, one store a database',
  'en-en-one': 'en questions, one store for all',
  'zh-zh-single': 'zh questions, zh data, one store a database',
  'zh-zh-one': 'zh questions, zh data, one store for all',
  'zh-en-single': 'zh questions, en data, one store a database',
  'zh-en-one': 'zh questions, en data, one store for all',
};
const WIDTH = 19;

const counted = (results) => results.filter(({ status }) => status === 'counted');
const percent = (value) => (100 * value).toFixed(0);

function cell(flags) {
  const share = wilson(flags.filter(Boolean).length, flags.length);
  return (share === null ? '-' : `${percent(share.share)} (${percent(share.low)}-${percent(share.high)})`).padEnd(
    WIDTH,
  );
}

const sufficient = (results, arm) => counted(results).flatMap(({ retrieval }) => retrieval[arm]?.sufficient ?? []);
const right = (results, arm) =>
  counted(results).flatMap(({ answers }) => {
    return countedAnswer(answers, arm)?.right ?? [];
  });

/** @param {ReadonlyMap<string, { database: string, results: object[] }[]>} measured by setting */
export function printEvaluation(measured, { arms, withAnswers, verbose }) {
  const head = (title) =>
    console.log(`\n${title}\n${''.padEnd(20)}${'n'.padStart(4)}  ${arms.map((arm) => arm.padEnd(WIDTH)).join('')}`);
  for (const [name, parts] of measured) {
    const all = parts.flatMap(({ results }) => results);
    const rows = [...parts, { database: 'all', results: all }];
    head(`${NAMES[name]}: context sufficiency in % (Wilson, 95 %)`);
    rows.forEach(({ database, results }) => line(database, results, arms, sufficient));
    if (withAnswers) {
      head(`${NAMES[name]}: execution accuracy in % (Wilson, 95 %)`);
      rows.forEach(({ database, results }) => line(database, results, arms, right));
      console.log(
        `reasons, ${arms.at(-1)}: ${JSON.stringify(summariseVerdicts(verdictsOf(all, arms.at(-1))).reasons)}`,
      );
    }
    printDifferences(all, arms, withAnswers);
    const left = all.length - counted(all).length;
    if (left > 0) {
      console.log(`${left} questions are not counted: they nearly repeat a pair, or have no usable gold statement`);
    }
    if (verbose) {
      printFailures(all);
    }
  }
}

const verdictsOf = (results, arm) => counted(results).flatMap(({ answers }) => answers?.[arm] ?? []);

function line(name, results, arms, flagsOf) {
  const cells = arms.map((arm) => cell(flagsOf(results, arm)));
  console.log(`${name.padEnd(20)}${String(counted(results).length).padStart(4)}  ${cells.join('')}`);
}

function printDifferences(results, arms, withAnswers) {
  arms.slice(1).forEach((arm, index) => {
    for (const [measure, flagsOf] of [['sufficiency', sufficient], ...(withAnswers ? [['accuracy', right]] : [])]) {
      const found = pairedBootstrap(flagsOf(results, arms[index]), flagsOf(results, arm));
      if (found !== null) {
        const points = [found.difference, found.low, found.high].map((value) => (100 * value).toFixed(1));
        console.log(`  ${measure}, ${arms[index]} -> ${arm}: ${points[0]} points (${points[1]} to ${points[2]})`);
      }
    }
  });
}

function printFailures(results) {
  for (const { questionId, question, causes } of counted(results).filter((result) => result.causes.length > 0)) {
    console.log(`\n${questionId}: ${question}`);
    causes.forEach(({ code, what }) => console.log(`  ${code}: ${what.join('; ')}`));
  }
}

/** @returns {Promise<[string, string][]>} file names and texts */
export async function reportOf(name, parts, model) {
  const results = parts.flatMap(({ results: own }) => own).map((result, position) => ({ ...result, position }));
  const summary = new SummaryBuilder(model === null ? undefined : { summarise: summariseVerdicts });
  results.forEach((result) => summary.add(result));
  const evaluation = {
    evaluation_id: name,
    task_id: 'bench',
    database: parts.map(({ database }) => database).join(', '),
    question_set: 'questions.json',
    level: model === null ? 'retrieval' : 'answers',
    phase: 'loaded',
    model,
    status: 'completed',
    created_at: new Date().toISOString(),
  };
  const measured = { evaluation, summary: summary.build() };
  const each = (async function* all() {
    yield* results;
  })();
  const report = await collectReport({ measured, results: each, trend: [measured], since: null });
  return ['en', 'zh'].flatMap((language) => [
    [`${name}.${language}.md`, reportMarkdown(report, language)],
    [`${name}.${language}.html`, reportHtml(report, language)],
  ]);
}
