import { useFormat } from './format.js';
import './trend-chart.css';

export interface TrendLine {
  readonly name: string;
  /** 0 to 1 by point; null where it was not measured. */
  readonly values: readonly (number | null)[];
}

interface TrendChartProps {
  readonly label: string;
  /** When each point was measured, oldest first; ISO 8601. */
  readonly times: readonly string[];
  readonly lines: readonly TrendLine[];
}

const WIDTH = 720;
const HEIGHT = 210;
const EDGE = { left: 46, right: 18, top: 12, bottom: 26 };
const STEPS = [0, 0.25, 0.5, 0.75, 1];

/** Shares over evaluations, 0 to 100 %; of a single one, its numbers. Lines differ by their dashes too, for paper and for people who see no colours. */
export function TrendChart({ label, times, lines }: TrendChartProps) {
  const format = useFormat();
  const x = (index: number) => EDGE.left + (index * (WIDTH - EDGE.left - EDGE.right)) / (times.length - 1);
  const y = (value: number) => EDGE.top + (1 - value) * (HEIGHT - EDGE.top - EDGE.bottom);
  const newest = lines.map(({ name, values }) => {
    const value = values.findLast((one) => one !== null) ?? null;
    return { name, share: value === null ? '—' : format.percent(100 * value) };
  });
  return (
    <figure className="trend">
      {times.length > 1 && (
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          role="img"
          aria-label={`${label}: ${newest.map(({ name, share }) => `${name} ${share}`).join(', ')}`}
        >
          {STEPS.map((step) => (
            <g key={step} className="trend-grid">
              <line x1={EDGE.left} x2={WIDTH - EDGE.right} y1={y(step)} y2={y(step)} />
              <text x={EDGE.left - 8} y={y(step) + 4} textAnchor="end">
                {format.percent(100 * step)}
              </text>
            </g>
          ))}
          <g className="trend-grid">
            <text x={EDGE.left} y={HEIGHT - 6}>
              {format.time(times[0])}
            </text>
            <text x={WIDTH - EDGE.right} y={HEIGHT - 6} textAnchor="end">
              {format.time(times.at(-1))}
            </text>
          </g>
          {lines.map(({ name, values }, line) => {
            const measured = values.flatMap((value, index) => (value === null ? [] : [{ value, index }]));
            return (
              <g key={name} className={`trend-line trend-line-${line % 4}`}>
                <polyline points={measured.map(({ value, index }) => `${x(index)},${y(value)}`).join(' ')} />
                {measured.map(({ value, index }) => (
                  <circle key={index} cx={x(index)} cy={y(value)} r={3.5}>
                    <title>{`${name}, ${format.time(times[index])}: ${format.percent(100 * value)}`}</title>
                  </circle>
                ))}
              </g>
            );
          })}
        </svg>
      )}
      <figcaption>
        {newest.map(({ name, share }, line) => (
          <span key={name} className={`trend-key trend-line-${line % 4}`}>
            <svg viewBox="0 0 26 8" width={26} height={8} aria-hidden>
              <line x1={0} x2={26} y1={4} y2={4} />
            </svg>
            {name} <strong>{share}</strong>
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
