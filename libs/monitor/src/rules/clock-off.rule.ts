import { machineOf } from '#libs/process';
import type { AnomalyRule, Finding } from '../anomaly-rule.js';
import type { Observation } from '../observation.js';

/** The clock of a machine differs from that of PostgreSQL. Processes of one machine have one clock. */
export class ClockOffRule implements AnomalyRule {
  readonly name = 'clock_off';

  constructor(
    private readonly warningSeconds: number,
    private readonly criticalMs = 60_000,
  ) {}

  check({ fleet }: Observation): Finding[] {
    const machines = Map.groupBy(fleet, ({ processId }) => machineOf(processId));
    return [...machines].flatMap(([machine, processes]) => {
      const offset = Math.max(...processes.map(({ clockOffsetMs }) => Math.abs(clockOffsetMs ?? 0)));
      const seconds = (offset / 1000).toFixed(1);
      return offset < this.warningSeconds * 1000
        ? []
        : [
            {
              subject: machine,
              severity: offset < this.criticalMs ? ('warning' as const) : ('critical' as const),
              zh: `机器 ${machine} 的时钟与 PostgreSQL 相差 ${seconds} 秒，请启用时间同步（NTP）`,
              en: `the clock of machine ${machine} differs from that of PostgreSQL by ${seconds} s: let it synchronise (NTP)`,
              details: { machine, offset_ms: offset },
            },
          ];
    });
  }
}
