import type { components } from '#clients/typescript';
import { useTexts } from '../../i18n/language.js';
import { useFormat } from '../../view/format.js';
import { Curve } from './curve.js';
import { monitoringTexts } from './texts.js';

const COUNT_STEPS = [1, 2, 5, 10, 20, 50, 100, 500, 1_000, 5_000, 10_000, 100_000];
/** Powers of two, as sizes are told in units of 1024. */
const BYTE_STEPS = Array.from({ length: 50 }, (_, power) => 2 ** power);

type Point = components['schemas']['HistoryPointView'];

export function Curves({ points }: { readonly points: readonly Point[] }) {
  const t = useTexts(monitoringTexts);
  const format = useFormat();
  const count = (value: number) => format.number(value, 1);
  const curves = [
    { name: t.cpu, of: (point: Point) => point.system_cpu_percent, say: format.percent, top: 100 },
    { name: t.memory, of: (point: Point) => point.system_memory_percent, say: format.percent, top: 100 },
    { name: t.disk, of: (point: Point) => point.disk_percent, say: format.percent, top: 100 },
    { name: t.processMemory, of: (point: Point) => point.memory_bytes, say: format.bytes, steps: BYTE_STEPS },
    { name: t.waiting, of: (point: Point) => point.waiting_jobs, say: count, steps: COUNT_STEPS },
    { name: t.active, of: (point: Point) => point.active_jobs, say: count, steps: COUNT_STEPS },
    { name: t.lag, of: (point: Point) => point.event_loop_lag_ms, say: (value: number) => format.number(value, 1) },
  ];
  const times = points.map(({ timestamp }) => new Date(timestamp).getTime() / 1_000);
  return (
    <div className="curves">
      {curves.map(({ name, of, say, top, steps }) => {
        const values = points.map(of);
        const known = values.filter((value) => value !== null);
        const now = known.at(-1);
        return (
          <figure key={name}>
            <figcaption>
              <strong>{name}</strong>
              <span className="quiet">
                {now === undefined ? '—' : t.newest({ value: say(now), most: say(Math.max(...known)) })}
              </span>
            </figcaption>
            <Curve times={times} values={values} say={say} top={top} steps={steps} />
          </figure>
        );
      })}
    </div>
  );
}
