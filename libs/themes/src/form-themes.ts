import { isLinkTable, type Catalog, type Relation } from '#libs/catalog';
import type { ByLanguage, Language } from '#libs/language';
import { coverAllTables } from './cover-all-tables.js';
import { byWeight, tableGraph, type TableGraph } from './table-graph.js';
import { entitiesOf, labelsFor, metricsOf, type Labels } from './table-labels.js';
import type { Theme } from '#libs/step-files';

export interface ThemeOptions {
  /** Themes wanted; fewer come back when there are fewer tables. */
  readonly count: number;
  readonly language: Language;
  readonly businessContext: string;
}

/** A theme with more first-degree neighbours than this names only the most telling ones. */
const MAX_NEIGHBOURS = 8;
const MAX_NAME = 100;
/** Named in a description. */
const MAX_OTHERS = 4;
const MAX_METRICS = 5;

/**
 * Groups the tables into business themes without a language model: around the tables with most to measure, along
 * foreign keys. Every table is in at least one theme; equal input gives equal output.
 */
export function formThemes(catalog: Catalog, options: ThemeOptions): Theme[] {
  const graph = tableGraph(catalog);
  const seeds = chooseSeeds(graph, options.count);
  const groups = seeds.map((seed) => [seed, ...neighbourhood(seed, graph)]);
  const labels = labelsFor(catalog, options.language);
  const names = new Set<string>();
  return coverAllTables(groups, graph).map((tables) => describe(tables, graph, labels, options, names));
}

function chooseSeeds(graph: TableGraph, count: number): string[] {
  const ranked = [...graph.relations.keys()].sort(byWeight(graph.weight));
  const seeds: string[] = [];
  const covered = new Set<string>();
  for (const table of ranked) {
    if (seeds.length < count && !covered.has(table) && graph.weight(table) > 0) {
      seeds.push(table);
      covered.add(table);
      graph.neighbours(table).forEach((near) => covered.add(near));
    }
  }
  // All is covered by fewer: the next heaviest tables give further points of view.
  const more = ranked.filter((table) => !seeds.includes(table) && isWorthATheme(table, graph));
  return [...seeds, ...more.slice(0, count - seeds.length)];
}

function isWorthATheme(table: string, graph: TableGraph): boolean {
  const relation = graph.relations.get(table);
  return relation !== undefined && relation.partitionOf === null && !isLinkTable(relation);
}

/** Direct neighbours; a link table is replaced by the tables that it links. */
function neighbourhood(seed: string, graph: TableGraph): string[] {
  const near = graph.neighbours(seed).slice(0, MAX_NEIGHBOURS);
  const beyond = near.filter((table) => {
    const relation = graph.relations.get(table);
    return relation !== undefined && isLinkTable(relation);
  });
  const through = beyond.flatMap((table) => graph.neighbours(table).slice(0, 3));
  return [...new Set([...near, ...through])].filter((table) => table !== seed);
}

function describe(
  tables: readonly string[],
  graph: TableGraph,
  labels: Labels,
  { language, businessContext }: ThemeOptions,
  names: Set<string>,
): Theme {
  const relations = tables.flatMap((table) => graph.relations.get(table) ?? []);
  const entities = entitiesOf(relations, labels);
  const metrics = metricsOf(relations, labels, language);
  const [seed] = relations;
  const subject = seed ? labels.table(seed) : businessContext;
  return {
    topicName: uniqueName(subject, seed, language, names),
    description: WORDS[language].description(
      subject,
      entities.filter((entity) => entity !== subject),
      metrics,
    ),
    relatedTables: tables,
    bizEntities: entities,
    bizMetrics: metrics,
  };
}

function uniqueName(subject: string, seed: Relation | undefined, language: Language, names: Set<string>): string {
  const title = WORDS[language].title(subject);
  const candidates = [title, `${title} (${seed?.schema}.${seed?.name})`];
  const free = candidates.map((name) => [...name].slice(0, MAX_NAME).join('')).find((name) => !names.has(name));
  const name = free ?? [...`${names.size + 1} ${title}`].slice(0, MAX_NAME).join('');
  names.add(name);
  return name;
}

function zhTitle(subject: string): string {
  return /\p{Script=Han}$/u.test(subject) ? `${subject}分析` : `${subject} 分析`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function zhDescription(subject: string, others: readonly string[], metrics: readonly string[]): string {
  const along = others.length > 0 ? `，结合${others.slice(0, MAX_OTHERS).join('、')}` : '';
  return `围绕${subject}${along}，分析${metrics.slice(0, MAX_METRICS).join('、')}的分布、对比、排名与变化趋势。`;
}

function enDescription(subject: string, others: readonly string[], metrics: readonly string[]): string {
  const along = others.length > 0 ? `, together with ${others.slice(0, MAX_OTHERS).join(', ')}` : '';
  const measured = metrics.slice(0, MAX_METRICS).join(', ');
  return `About ${subject}${along}: distribution, comparison, ranking and trend of ${measured}.`;
}

interface ThemeWords {
  readonly title: (subject: string) => string;
  readonly description: (subject: string, others: readonly string[], metrics: readonly string[]) => string;
}

const WORDS: ByLanguage<ThemeWords> = {
  zh: { title: zhTitle, description: zhDescription },
  en: { title: (subject) => `${capitalised(subject)} analysis`, description: enDescription },
};
