import { z } from 'zod';
import { jsonFile } from '../json-file.js';

/** A person wrote it into the catalog, a model proposed it, or a rule spelled out the name. */
export const COMMENT_SOURCES = ['catalog', 'model', 'rule'] as const;
const source = z.enum(COMMENT_SOURCES);

/** `comment_sources.json`: where each comment comes from, by `schema.table`. */
export const commentSourcesFile = jsonFile(
  z.record(z.string(), z.object({ table: source.nullable(), columns: z.record(z.string(), source) })),
);
export type CommentSource = (typeof COMMENT_SOURCES)[number];
export type CommentSources = z.output<typeof commentSourcesFile.schema>;
