import { createHash } from 'node:crypto';

/** The style of the page; it names no address. */
export const STYLE = `
:root { color-scheme: light dark; --line: #c9ced6; --soft: #f3f5f8; --text: #1c2430;
  --c0: #0b62c4; --c1: #b3470b; --c2: #14773f; --c3: #7a3bb8; }
@media (prefers-color-scheme: dark) {
  :root { --line: #414a58; --soft: #222a35; --text: #e6eaf0; --c0: #76b2ff; --c1: #ffab70; --c2: #6fd79b; --c3: #c9a2f2; }
  body { background: #171c24; }
}
body { color: var(--text); font: 15px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  margin: 0 auto; max-width: 72rem; padding: 1.5rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.2rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.6rem 0 .4rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: .8rem 0; }
caption { position: absolute; clip-path: inset(50%); height: 1px; width: 1px; overflow: hidden; }
th, td { border: 1px solid var(--line); padding: .3rem .6rem; text-align: right; vertical-align: top; }
th { background: var(--soft); font-weight: 600; }
.text { text-align: left; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem .9rem; margin: 0; }
dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
pre { background: var(--soft); margin: 0; overflow-x: auto; padding: .5rem; white-space: pre-wrap; }
figure { margin: 1rem 0; } figcaption { font-weight: 600; }
svg { height: auto; max-width: 100%; width: 45rem; } svg text { fill: currentcolor; font-size: 12px; }
.grid { stroke: var(--line); } polyline { stroke: currentcolor; stroke-width: 2; } circle { fill: currentcolor; }
.line0 { color: var(--c0); } .line1 { color: var(--c1); } .line2 { color: var(--c2); } .line3 { color: var(--c3); }
.legend { display: flex; flex-wrap: wrap; gap: 0 1.5rem; margin: 0; padding-left: 1.2rem; }
@media print { body { max-width: none; } h3, figure { break-inside: avoid; } }
`;

const HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

/** Nothing is loaded, run, sent or framed from elsewhere; the page has its own style and no more. */
export const REPORT_POLICY = `default-src 'none'; style-src ${HASH}; base-uri 'none'; form-action 'none'`;
