import type { Catalog } from '#libs/catalog';
import type { ByLanguage, Language } from '#libs/language';
import type { Entity, SemanticModel } from '#libs/semantic-model';
import type { Theme } from '#libs/step-files';
import { areaOf } from './business-areas.js';
import { coverAllTables } from './cover-all-tables.js';
import { byWeight, tableGraph, type TableGraph } from './table-graph.js';
import { entitiesOf, metricsOf, nameOf, themeDescription } from './theme-words.js';

export interface ThemeOptions {
  /** Themes wanted; fewer come back when fewer tables are worth one. */
  readonly count: number;
  readonly language: Language;
  readonly businessContext: string;
}

/** A theme with more first-degree neighbours than this names only the most important ones. */
const MAX_NEIGHBOURS = 8;
const MAX_NAME = 100;

/**
 * Groups the tables into business themes without a language model: around the most important tables, along joins. Every
 * table is in at least one theme; equal input gives equal output.
 */
export function formThemes(catalog: Catalog, model: SemanticModel, options: ThemeOptions): Theme[] {
  const graph = tableGraph(catalog, model);
  const groups = chooseSeeds(graph, options.count).map((seed) => [seed, ...neighbourhood(seed, graph)]);
  const titles = new Set<string>();
  return coverAllTables(groups, graph).map((tables) => describe(tables, graph, model, options, titles));
}

/** Tables that no other theme reaches come first, then those of other areas of the business, then further ones. */
function chooseSeeds(graph: TableGraph, count: number): string[] {
  const leading = graph.tables.filter((table) => graph.mayLead(table));
  const ranked = (leading.length > 0 ? leading : [...graph.tables]).sort(byWeight(graph.weight));
  const seeds: string[] = [];
  const covered = new Set<string>();
  for (const table of ranked) {
    if (seeds.length < count && !covered.has(table)) {
      seeds.push(table);
      covered.add(table);
      graph.neighbours(table).forEach((near) => covered.add(near));
    }
  }
  const areas = new Set(seeds.map((table) => areaKey(table, graph)));
  const left = ranked.filter((table) => !seeds.includes(table) && graph.entity(table)?.kind !== 'line');
  const newAreas = left.filter((table) => {
    const key = areaKey(table, graph);
    const isNew = !areas.has(key);
    areas.add(key);
    return isNew;
  });
  return [...new Set([...seeds, ...newAreas, ...left])].slice(0, count);
}

function areaKey(table: string, graph: TableGraph): string {
  const entity = graph.entity(table);
  return (entity && areaOf(entity)?.en) ?? table;
}

/** Direct neighbours; a link table or the lines of an event lead to what they refer to. */
function neighbourhood(seed: string, graph: TableGraph): string[] {
  const near = graph.neighbours(seed).slice(0, MAX_NEIGHBOURS);
  const beyond = near.filter((table) => ['link', 'line'].includes(graph.entity(table)?.kind ?? ''));
  const through = beyond.flatMap((table) => graph.neighbours(table).slice(0, 3));
  return [...new Set([...near, ...through])].filter((table) => table !== seed);
}

function describe(
  tables: readonly string[],
  graph: TableGraph,
  model: SemanticModel,
  { language, businessContext }: ThemeOptions,
  titles: Set<string>,
): Theme {
  const entities = tables.flatMap((table) => graph.entity(table) ?? []);
  const [seed] = entities;
  const bizEntities = entitiesOf(entities, language);
  const bizMetrics = metricsOf(entities, model, language);
  const isNamed = ({ name }: Entity): boolean => name[language].known;
  const subject = seed ? nameOf(seed, language) : businessContext;
  return {
    topicName: titleOf(seed, businessContext, language, titles),
    description: themeDescription(subject, entitiesOf(entities.filter(isNamed), language), bizMetrics, language),
    relatedTables: tables,
    bizEntities,
    bizMetrics,
  };
}

/** The area of the business; for a second theme in it, and outside of all areas, the name of the table. */
function titleOf(seed: Entity | undefined, context: string, language: Language, titles: Set<string>): string {
  const area = seed && areaOf(seed)?.[language];
  const name = seed ? TITLE[language](seed) : context;
  const candidates = [...(area === undefined ? [] : [area]), name, `${name} (${seed?.id})`];
  const free = candidates.map((title) => [...title].slice(0, MAX_NAME).join('')).find((title) => !titles.has(title));
  const title = free ?? [...`${titles.size + 1} ${name}`].slice(0, MAX_NAME).join('');
  titles.add(title);
  return title;
}

const TITLE: ByLanguage<(seed: Entity) => string> = {
  zh: (seed) => nameOf(seed, 'zh'),
  en: ({ name, table }) => {
    const text = name.en.known ? name.en.plural : table;
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  },
};
