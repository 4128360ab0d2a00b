import { z } from 'zod';
import { jsonFile } from '../json-file.js';
import { pairRecordSchema } from './pair.js';

/** `qs_intermediate_{ts}.json`: the pairs of each finished theme. */
export const intermediateResultsFile = jsonFile(
  z.array(
    z.object({
      theme: z.string(),
      timestamp: z.string(),
      questions_count: z.number(),
      questions: z.array(
        pairRecordSchema
          .pick({ question: true, sql: true, kind: true })
          .extend({ source: pairRecordSchema.shape.source.default('model') }),
      ),
    }),
  ),
);
export type IntermediateResult = z.output<typeof intermediateResultsFile.schema>[number];
