import type { Chart, Line } from '../blocks/block.js';
import { percent } from '../words/numbers.js';
import { escapeHtml } from './escape-html.js';

const WIDTH = 720;
const HEIGHT = 260;
const EDGE = { left: 48, right: 16, top: 16, bottom: 28 };
const STEPS = [0, 0.25, 0.5, 0.75, 1];
/** Distinguished by their dashes too, for people who see no colours and for paper. */
const DASHES = ['none', '7 3', '2 3', '9 3 2 3'];

/** Lines from 0 to 100 % over evaluations, as SVG without scripts, styles and addresses. */
export function trendSvg({ title, labels, lines }: Chart): string {
  const x = (index: number): number =>
    EDGE.left + (index * (WIDTH - EDGE.left - EDGE.right)) / Math.max(labels.length - 1, 1);
  const y = (value: number): number => EDGE.top + (1 - value) * (HEIGHT - EDGE.top - EDGE.bottom);
  const grid = STEPS.map(
    (step) =>
      `<line x1="${EDGE.left}" x2="${WIDTH - EDGE.right}" y1="${y(step)}" y2="${y(step)}" class="grid"/>` +
      `<text x="${EDGE.left - 6}" y="${y(step) + 4}" text-anchor="end">${100 * step}%</text>`,
  );
  const ends = [
    `<text x="${EDGE.left}" y="${HEIGHT - 8}">${escapeHtml(labels[0] ?? '')}</text>`,
    `<text x="${WIDTH - EDGE.right}" y="${HEIGHT - 8}" text-anchor="end">${escapeHtml(labels.at(-1) ?? '')}</text>`,
  ];
  const drawn = lines.map((line, at) => drawnLine(line, at, labels, { x, y }));
  const legend = lines.map(({ name }, at) => `<li class="line${at % DASHES.length}">${escapeHtml(name)}</li>`);
  return [
    `<figure><figcaption>${escapeHtml(title)}</figcaption>`,
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(title)}">`,
    ...grid,
    ...ends,
    ...drawn,
    '</svg>',
    `<ul class="legend">${legend.join('')}</ul></figure>`,
  ].join('\n');
}

function drawnLine(
  { name, values }: Line,
  at: number,
  labels: readonly string[],
  { x, y }: Record<'x' | 'y', (value: number) => number>,
): string {
  const measured = values.flatMap((value, index) => (value === null ? [] : [{ value, index }]));
  const points = measured.map(({ value, index }) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`);
  const dots = measured.map(({ value, index }) => {
    const told = `${name}, ${labels[index] ?? ''}: ${percent(value)}`;
    return `<circle cx="${x(index).toFixed(1)}" cy="${y(value).toFixed(1)}" r="3.5"><title>${escapeHtml(told)}</title></circle>`;
  });
  const dash = DASHES[at % DASHES.length] ?? 'none';
  const line = `<polyline points="${points.join(' ')}" fill="none" stroke-dasharray="${dash}"/>`;
  return `<g class="line${at % DASHES.length}">${line}${dots.join('')}</g>`;
}
