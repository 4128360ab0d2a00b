import { z } from 'zod';
import { relationName, type Catalog, type RelationProfile } from '#libs/catalog';
import type { Message } from '#libs/language';
import type { ChatModel } from '#libs/language-model';
import type { SemanticModel } from '#libs/semantic-model';
import { coverAllTables } from './cover-all-tables.js';
import { formThemes, type ThemeOptions } from './form-themes.js';
import { messages } from './messages.js';
import { tableGraph, type TableGraph } from './table-graph.js';
import { entitiesOf, metricsOf } from './theme-words.js';
import { themeSystemPrompt, themeUserPrompts } from './theme-prompt.js';
import type { Theme } from '#libs/step-files';

export interface ModelThemeOptions extends ThemeOptions {
  readonly signal: AbortSignal;
  /** Called for every table that the model invented and every theme that was dropped. */
  readonly onWarning: (message: Message) => void;
}

const answerSchema = z.object({
  themes: z
    .array(
      z.object({
        topic_name: z.string().trim().min(1),
        description: z.string().trim().min(1),
        related_tables: z.array(z.string()).min(1),
        biz_entities: z.array(z.string()).default([]),
        biz_metrics: z.array(z.string()).default([]),
      }),
    )
    .min(1),
});

/** The part of a profile that matters here. */
type RowCount = Pick<RelationProfile, 'schema' | 'name' | 'rowCount'>;

type ProposedTheme = z.infer<typeof answerSchema>['themes'][number];

/**
 * Themes proposed by a language model. Tables that do not exist are dropped with a warning; tables that no theme names
 * join the nearest one, so that every table is in a theme. If the tables do not fit one request, it is split, with at
 * least one theme per part. Where nothing usable is left, `formThemes` answers.
 * @throws DomainError of the model; the caller decides whether `formThemes` takes over.
 */
export async function formThemesWithModel(
  catalog: Catalog,
  model: SemanticModel,
  profiles: readonly RowCount[],
  chatModel: ChatModel,
  options: ModelThemeOptions,
): Promise<Theme[]> {
  const rowCounts = new Map(profiles.map((profile) => [relationName(profile), profile.rowCount]));
  const prompts = themeUserPrompts(catalog, rowCounts, options);
  const share = Math.max(1, Math.floor(options.count / prompts.length));
  const asked = {
    schema: answerSchema,
    schemaName: 'business_themes',
    system: themeSystemPrompt(options, share),
    onRefused: (reasons: readonly string[]) => {
      for (const [reason, { length }] of Map.groupBy(reasons, (each) => each)) {
        options.onWarning(messages.refused({ count: length, reason }));
      }
    },
  };
  const graph = tableGraph(catalog, model);
  const resolve = tableResolver(graph);
  const parts: ResolvedTheme[] = [];
  for (const user of prompts) {
    const { themes } = await chatModel.completeJson({ ...asked, user }, { signal: options.signal });
    parts.push(...mergeSameNames(themes.flatMap((theme) => knownTables(theme, resolve, options))).slice(0, share));
  }
  const chosen = mergeSameNames(parts);
  if (chosen.length === 0) {
    return formThemes(catalog, model, options);
  }
  const covered = coverAllTables(
    chosen.map(({ tables }) => tables),
    graph,
  );
  return chosen.map(({ theme }, index) => finish(theme, covered[index] ?? [], graph, model, options));
}

/** Resolves a model's table name to `schema.table`: schema and quotes are optional, case is ignored. */
function tableResolver(graph: TableGraph): (name: string) => string | undefined {
  const known = new Set(graph.tables);
  const byName = new Map<string, string | null>();
  for (const qualified of graph.tables) {
    const name = qualified.slice(qualified.indexOf('.') + 1);
    for (const key of [qualified.toLowerCase(), name.toLowerCase()]) {
      byName.set(key, byName.has(key) && byName.get(key) !== qualified ? null : qualified);
    }
  }
  return (written) => {
    const name = written.replaceAll('"', '').replaceAll('`', '').trim();
    return known.has(name) ? name : (byName.get(name.toLowerCase()) ?? undefined);
  };
}

interface ResolvedTheme {
  readonly theme: ProposedTheme;
  readonly tables: readonly string[];
}

function knownTables(
  theme: ProposedTheme,
  resolve: (name: string) => string | undefined,
  { onWarning }: ModelThemeOptions,
): ResolvedTheme[] {
  const unknown = theme.related_tables.filter((name) => resolve(name) === undefined);
  if (unknown.length > 0) {
    onWarning(messages.unknown_tables({ theme: theme.topic_name, tables: unknown }));
  }
  const tables = [...new Set(theme.related_tables.flatMap((name) => resolve(name) ?? []))];
  if (tables.length === 0) {
    onWarning(messages.dropped({ theme: theme.topic_name }));
    return [];
  }
  return [{ theme, tables }];
}

function mergeSameNames(themes: readonly ResolvedTheme[]): ResolvedTheme[] {
  const byName = new Map<string, ResolvedTheme>();
  for (const { theme, tables } of themes) {
    const before = byName.get(theme.topic_name);
    byName.set(theme.topic_name, {
      theme: before?.theme ?? theme,
      tables: [...new Set([...(before?.tables ?? []), ...tables])],
    });
  }
  return [...byName.values()];
}

function finish(
  theme: ProposedTheme,
  tables: readonly string[],
  graph: TableGraph,
  model: SemanticModel,
  { language }: ModelThemeOptions,
): Theme {
  const known = tables.flatMap((table) => graph.entity(table) ?? []);
  const entities = tidy(theme.biz_entities);
  const metrics = tidy(theme.biz_metrics);
  return {
    topicName: [...theme.topic_name].slice(0, 100).join(''),
    description: theme.description,
    relatedTables: tables,
    bizEntities: entities.length > 0 ? entities : entitiesOf(known, language),
    bizMetrics: metrics.length > 0 ? metrics : metricsOf(known, model, language),
  };
}

function tidy(values: readonly string[]): string[] {
  return [...new Set(values.map((value) => value.replace(/\s+/g, ' ').trim()).filter(Boolean))].slice(0, 10);
}
