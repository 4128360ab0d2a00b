/**
 * `node bench/model-edit.mjs [tables]`: an edit of one column of a semantic model, by items that are cut out of the text,
 * and by the library alone. Then what reviewers ask of the edited model: the meaning of 20 tables, which are parsed alone,
 * and by parsing the whole file. Needs a build.
 */
import process from 'node:process';
import { performance } from 'node:perf_hooks';
import { parseDocument } from 'yaml';
import { SchemaFacts } from '#libs/pair-review';
import { CutModel, modelItems, readModelFile } from '#libs/semantic-model';
import { median } from './measure.mjs';

const FILE = 'semantic_model.yaml';
const COLUMNS = 15;
const RUNS = 3;
const tables = Number(process.argv[2] ?? 500);

const column = (index) =>
  [
    `      - name: column_${index}`,
    `        label: {zh: 列${index}, en: column}`,
    '        role: dimension',
    '        values: {"1": {zh: 启用, en: enabled}, "2": {zh: 停用, en: disabled}}',
    '        evidence: {label: comment 0.9, role: data 0.8}',
  ].join('\n');
const table = (index) =>
  [
    `  - name: public.table_${index}`,
    `    label: {zh: 表${index}, en: table}`,
    '    kind: event',
    '    evidence: {label: comment 0.9, kind: data 0.7}',
    '    fields:',
    ...Array.from({ length: COLUMNS }, (_, at) => column(at)),
  ].join('\n');
const text = `version: 1\ndatasets:\n${Array.from({ length: tables }, (_, at) => table(at)).join('\n')}\ncomplete: true\n`;
const name = `public.table_${Math.floor(tables / 2)}`;

const edits = {
  cut: () => {
    const model = CutModel.of(text, FILE);
    const item = model.item('datasets', name);
    const raw = modelItems.withStates('table', item, { kind: modelItems.personState('table', item, 'log', 'en') });
    return model.with('datasets', () => true, raw, name).text;
  },
  library: () => {
    const document = parseDocument(text);
    const item = document.get('datasets').items.find((one) => one.get('name') === name);
    item.set('kind', 'log');
    return document.toString({ lineWidth: 0 });
  },
};

const REVIEWED = Array.from({ length: 20 }, (_, at) => `public.table_${Math.floor((at * tables) / 20)}`);
const files = { list: async () => [FILE], read: async () => text };
const reviews = {
  items: async () => {
    const facts = await SchemaFacts.read(files);
    if (REVIEWED.some((table) => facts.tableMeaning(table) === null)) {
      throw new Error('a table has no meaning');
    }
  },
  whole: async () => void readModelFile(text, FILE),
};

console.log(`${tables} tables of ${COLUMNS} columns, ${(text.length / 1e6).toFixed(1)} MB; median of ${RUNS} runs`);
await compare('edit', edits);
await compare('review', reviews);

async function compare(title, ways) {
  const medians = [];
  for (const [way, work] of Object.entries(ways)) {
    const times = [];
    for (let round = 0; round < RUNS; round += 1) {
      const startedAt = performance.now();
      await work();
      times.push(performance.now() - startedAt);
    }
    medians.push(median(times));
    console.log(`${title} ${way.padEnd(8)} ${medians.at(-1).toFixed(0).padStart(6)} ms`);
  }
  console.log(`${title} ratio ${(medians[1] / medians[0]).toFixed(0)}`);
}
