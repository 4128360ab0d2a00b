import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useSession } from '../../data/session.js';
import { useLanguage } from '../../i18n/language.js';
import { LOCALES } from '../../i18n/locales.js';

interface CurveProps {
  /** Seconds since 1970. */
  readonly times: readonly number[];
  readonly values: readonly (number | null)[];
  readonly say: (value: number) => string;
  /** Of the axis; by default above the highest value. */
  readonly top?: number | undefined;
  /** Where its ticks may be; by default at round decimal numbers. */
  readonly steps?: readonly number[] | undefined;
}

const HEIGHT = 130;
const DAY_SECONDS = 86_400;
/** A label is a minute of a day, or a day: there is no tick between two of them. */
const TIME_STEPS = [60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200].concat(
  [1, 2, 7, 14].map((days) => days * DAY_SECONDS),
);

/** Its caption says in words what the curve shows, so it is hidden from screen readers. */
export function Curve({ times, values, say, top, steps }: CurveProps) {
  const place = useRef<HTMLDivElement>(null);
  const { time_zone: timeZone } = useSession();
  const data = useRef<uPlot.AlignedData>([[], []]);
  const plot = useRef<uPlot | null>(null);
  const spoken = useRef(say);
  spoken.current = say;
  const { language } = useLanguage();
  data.current = [[...times], [...values]];
  useEffect(() => {
    const element = place.current;
    if (element === null) {
      return undefined;
    }
    const create = () => {
      plot.current?.destroy();
      plot.current = new uPlot(
        optionsFor(element, timeZone, LOCALES[language], (value) => spoken.current(value), { top, steps }),
        data.current,
        element,
      );
    };
    create();
    const resized = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height: HEIGHT }));
    resized.observe(element);
    // Colours are drawn, so another theme draws anew.
    const schemes = window.matchMedia('(prefers-color-scheme: dark)');
    schemes.addEventListener('change', create);
    const themed = new MutationObserver(create);
    themed.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      resized.disconnect();
      themed.disconnect();
      schemes.removeEventListener('change', create);
      plot.current?.destroy();
      plot.current = null;
    };
  }, [timeZone, language, top, steps]);
  useEffect(() => plot.current?.setData([[...times], [...values]]), [times, values]);
  return <div className="curve" ref={place} aria-hidden />;
}

function optionsFor(
  element: HTMLElement,
  timeZone: string,
  locale: string,
  say: (value: number) => string,
  { top, steps }: Pick<CurveProps, 'top' | 'steps'>,
): uPlot.Options {
  const colour = (name: string) => resolvedColour(element, name);
  const axis: uPlot.Axis = {
    stroke: colour('--ink-soft'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
    font: `11px ${getComputedStyle(element).fontFamily}`,
  };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1_000), timeZone),
    scales: { y: { range: (_, __, highest) => [0, top ?? Math.max(1, highest * 1.15)] } },
    axes: [
      {
        ...axis,
        size: 28,
        space: 70,
        incrs: TIME_STEPS,
        values: (_, ticks) => ticks.map(timeLabels(timeZone, locale, ticks)),
      },
      { ...axis, size: 62, values: (_, ticks) => ticks.map(say), ...(steps && { incrs: [...steps] }) },
    ],
    series: [{}, { stroke: colour('--accent'), width: 1.75, fill: colour('--accent-ground'), points: { show: false } }],
  };
}

/** Hours of a day, or days. */
function timeLabels(timeZone: string, locale: string, ticks: readonly number[]): (seconds: number) => string {
  const spanOfTicks = (ticks.at(-1) ?? 0) - (ticks[0] ?? 0);
  const format = new Intl.DateTimeFormat(locale, {
    timeZone,
    ...(spanOfTicks > DAY_SECONDS
      ? { month: 'short', day: 'numeric' }
      : { hour: '2-digit', minute: '2-digit', hour12: false }),
  });
  return (seconds) => format.format(new Date(seconds * 1_000));
}

/** `light-dark()` as the browser resolves it: a canvas does not know it. A new element has no transition to the colour. */
function resolvedColour(place: HTMLElement, name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  place.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
