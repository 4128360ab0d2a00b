import { inEveryLanguage, render, type ByLanguage } from '#libs/language';
import type { AnomalyRule, Finding } from '../anomaly-rule.js';
import type { Observation } from '../observation.js';

const SENTENCES: ByLanguage<(process: string, reason: string) => string> = {
  zh: (process, reason) => `进程 ${process}：${reason}`,
  en: (process, reason) => `process ${process}: ${reason}`,
};

/** A process that takes no jobs, or not all: another storage than the others, or an older release. */
export class ProcessRefusesRule implements AnomalyRule {
  readonly name = 'process_refuses';

  check({ fleet }: Observation): Finding[] {
    return fleet.flatMap(({ processId, refusal }) =>
      refusal === null
        ? []
        : [
            {
              subject: processId,
              severity: 'critical' as const,
              ...inEveryLanguage((language) => SENTENCES[language](processId, render(refusal, language))),
              details: { process_id: processId, code: refusal.code },
            },
          ],
    );
  }
}
