import dagre from '@dagrejs/dagre';
import { visibleText } from '../../ui/foreign.js';
import type { Diagram } from './parse-files.js';

const CHARACTER = 7.6;
const LINE = 18;
const PADDING = 10;
const SHOWN = 28;

interface ErDiagramProps {
  readonly diagram: Diagram;
  readonly label: string;
  readonly onOpen: (table: string) => void;
}

/** The tables of a theme and their joins, laid out from left to right. */
export function ErDiagram({ diagram, label, onOpen }: ErDiagramProps) {
  const { width, height, boxes, lines } = layOut(diagram);
  return (
    <div className="er-frame" tabIndex={0} role="region" aria-label={label}>
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} className="er" aria-label={label}>
        {lines.map(({ points, declared, at, text }, index) => (
          <g key={index}>
            <polyline
              className={declared ? 'er-line' : 'er-line er-line-inferred'}
              points={points.map(({ x, y }) => `${x},${y}`).join(' ')}
            />
            <text x={at.x} y={at.y - 4} className="er-join" textAnchor="middle">
              {text}
            </text>
          </g>
        ))}
        {boxes.map(({ name, columns, x, y, boxWidth, boxHeight }) => (
          <g key={name} transform={`translate(${x},${y})`}>
            <rect width={boxWidth} height={boxHeight} rx={6} className="er-box" />
            <a
              href={`#${encodeURIComponent(name)}`}
              onClick={(event) => {
                event.preventDefault();
                onOpen(name);
              }}
            >
              <text x={PADDING} y={LINE} className="er-name">
                {shown(name)}
              </text>
            </a>
            <line x1={0} x2={boxWidth} y1={LINE + 8} y2={LINE + 8} className="er-rule" />
            {columns.map((column, index) => (
              <text key={index} x={PADDING} y={LINE * (index + 2) + 8} className="er-column">
                {shown(column)}
              </text>
            ))}
          </g>
        ))}
      </svg>
    </div>
  );
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function layOut({ tables, joins }: Diagram) {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 24, ranksep: 30, marginx: 10, marginy: 14 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { name, columns } of tables) {
    const longest = Math.max(...[name, ...columns].map((text) => widthOf(shown(text))));
    graph.setNode(name, { width: longest + 2 * PADDING, height: LINE * (columns.length + 1) + 20 });
  }
  const known = joins.filter(({ from, to }) => graph.hasNode(from) && graph.hasNode(to));
  known.forEach(({ from, to, label }, index) => {
    graph.setEdge(from, to, { width: widthOf(shown(label)), height: LINE, labelpos: 'c' }, String(index));
  });
  dagre.layout(graph);
  const boxes = tables.map(({ name, columns }) => {
    const { x, y, width: boxWidth, height: boxHeight } = graph.node(name) as Box;
    return { name, columns, x: x - boxWidth / 2, y: y - boxHeight / 2, boxWidth, boxHeight };
  });
  const lines = known.map(({ from, to, label, declared }, index) => {
    const { points = [] } = graph.edge(from, to, String(index)) as { points?: readonly Point[] };
    const at = points[Math.floor(points.length / 2)] ?? { x: 0, y: 0 };
    return { points, declared, at, text: shown(label) };
  });
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return { width: Math.ceil(width) || 10, height: Math.ceil(height) || 10, boxes, lines };
}

function shown(text: string): string {
  const plain = visibleText(text);
  return plain.length > SHOWN ? `${plain.slice(0, SHOWN - 1)}…` : plain;
}

/** Chinese characters are about twice as wide. */
function widthOf(text: string): number {
  return [...text].reduce((width, character) => width + (character > '\u2e80' ? 2 : 1) * CHARACTER, 0);
}
