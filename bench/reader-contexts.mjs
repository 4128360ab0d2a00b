/** The contexts that POST /context gives for questions, and how they compare with the prompts that Vanna builds. */
import process from 'node:process';
import { DEFAULT_CONTEXT, countTokens, renderContext } from '#libs/reader-context';

const GOAL_SHARE = 0.5;

/**
 * @param {import('#libs/store-reader').StoreReader} reader
 * @returns {Promise<{ tokens: number, prompt: object }[]>} as `AskedQuestions.judge` takes prompts
 */
export async function contextsOf(reader, questions, { maxTokens, language }) {
  const { signal } = new globalThis.AbortController();
  const contexts = [];
  for (const { asked } of questions) {
    const question = { text: asked, mode: 'hybrid' };
    const { context } = await reader.context(question, { ...DEFAULT_CONTEXT, maxTokens }, signal);
    const text = renderContext(context, language);
    const prompt = {
      ddl: context.tables.map(({ ddl }) => ddl),
      documentation: [...context.tables.flatMap(({ document }) => document ?? []), ...context.documents],
      sql: context.pairs,
      length: text.length,
    };
    contexts.push({ tokens: countTokens(text), prompt });
  }
  return contexts;
}

const quantile = (values, share) => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};

/** @param {readonly object[]} answers with `text`, Vanna's prompt, and `context` */
export function printContexts(answers, { verbose }) {
  const rows = answers.map(({ db, sufficient, text, context }) => ({
    db,
    vanna: { sufficient: sufficient.pairs, tokens: countTokens(text) },
    context: { sufficient: context.sufficient.pairs, tokens: context.tokens },
  }));
  console.log('\nVanna | POST /context: sufficient in %, tokens median, p90');
  for (const [name, own] of [...Map.groupBy(rows, ({ db }) => db), ['all', rows]]) {
    const side = (part) => {
      const tokens = own.map((row) => row[part].tokens);
      const share = (100 * own.filter((row) => row[part].sufficient).length) / own.length;
      return [share.toFixed(1), quantile(tokens, 0.5), quantile(tokens, 0.9)]
        .map((cell) => String(cell).padStart(7))
        .join('');
    };
    console.log(`${name.padEnd(18)}${String(own.length).padStart(4)} ${side('vanna')}  |${side('context')}`);
  }
  const shareOf = (part) => rows.filter((row) => row[part].sufficient).length / rows.length;
  const tokensOf = (part, share) =>
    quantile(
      rows.map((row) => row[part].tokens),
      share,
    );
  goal('POST /context is as sufficient as the prompt of Vanna', shareOf('context') >= shareOf('vanna'));
  for (const [name, share] of [
    ['median', 0.5],
    ['p90', 0.9],
  ]) {
    const ratio = tokensOf('context', share) / tokensOf('vanna', share);
    goal(`its tokens are at most half, ${name}: ${ratio.toFixed(2)}`, ratio <= GOAL_SHARE);
  }
  if (verbose) {
    for (const { id, asked, context } of answers.filter((answer) => !answer.context.sufficient.pairs)) {
      console.log(`\n${id}: ${asked}\n  /context lacks ${JSON.stringify(context.missing)}`);
    }
  }
}

function goal(name, met) {
  console.log(`${met ? 'met ' : 'MISS'} ${name}`);
  process.exitCode = met ? process.exitCode : 1;
}
