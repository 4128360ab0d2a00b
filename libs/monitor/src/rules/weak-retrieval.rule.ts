import type { AnomalyRule, Finding } from '../anomaly-rule.js';
import type { Observation } from '../observation.js';

/** The self-check of a load found too few tables: readers get prompts without what they need. */
export class WeakRetrievalRule implements AnomalyRule {
  readonly name = 'weak_retrieval';

  check({ selfChecks }: Observation): Finding[] {
    return selfChecks
      .filter(({ check }) => check.weak.length > 0)
      .map(({ taskId, check: { weak, retrieval } }) => {
        const kinds = weak.join(', ');
        return {
          subject: taskId,
          severity: 'warning',
          zh: `任务 ${taskId} 的检索自检偏低（${kinds}）。请检查向量模型与前缀、缺失的 DDL 和文档，或库中其他模型的向量`,
          en: `the search self-check of task ${taskId} is weak (${kinds}): check the embedding model and its prefixes, missing DDL and documents, and vectors of another model`,
          details: {
            weak: [...weak],
            rates: Object.fromEntries(
              weak.map((kind) => [
                kind,
                {
                  table_recall_at_5: retrieval?.[kind]?.table_recall.at_5 ?? null,
                  context_sufficiency: retrieval?.[kind]?.context_sufficiency ?? null,
                },
              ]),
            ),
          },
        };
      });
  }
}
