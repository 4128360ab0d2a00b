import type { AnomalyRule, Finding } from '../anomaly-rule.js';
import type { Observation } from '../observation.js';

/** The self-check of a load found too few tables: readers get prompts without what they need. */
export class WeakRetrievalRule implements AnomalyRule {
  readonly name = 'weak_retrieval';

  check({ selfChecks }: Observation): Finding[] {
    const weakOf = new Map(
      selfChecks.filter(({ check }) => check.weak.length > 0).map((found) => [found.taskId, found]),
    );
    return [...weakOf.values()].map(({ taskId, check: { weak, retrieval, hybrid } }) => {
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
                table_recall_at_5: lower(retrieval?.[kind]?.table_recall.at_5, hybrid?.[kind]?.table_recall.at_5),
                context_sufficiency: lower(retrieval?.[kind]?.context_sufficiency, hybrid?.[kind]?.context_sufficiency),
              },
            ]),
          ),
        },
      };
    });
  }
}

/** The lower of the rates by vectors and with words. */
function lower(first: number | undefined, second: number | undefined): number | null {
  const known = [first, second].filter((rate) => rate !== undefined);
  return known.length === 0 ? null : Math.min(...known);
}
