import type { Language, Text } from '#libs/language';
import type { Block, Entry, Table } from '../blocks/block.js';
import { escapeHtml } from './escape-html.js';
import { REPORT_POLICY, STYLE } from './style.js';
import { trendSvg } from './trend-svg.js';

/** BCP 47. */
const CODES: Text = { zh: 'zh-CN', en: 'en' };

/** One page without scripts and without anything from elsewhere, whatever its texts hold. */
export function htmlOf(blocks: readonly Block[], language: Language): string {
  const title = blocks.find((block) => block.kind === 'heading')?.text ?? '';
  return [
    '<!doctype html>',
    `<html lang="${CODES[language]}">`,
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${escapeHtml(REPORT_POLICY)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    ...blocks.map((block) => rendered(block)),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function rendered(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${escapeHtml(block.text)}</h${block.level}>`;
    case 'paragraph':
      return `<p>${escapeHtml(block.text)}</p>`;
    case 'table':
      return tableOf(block);
    case 'chart':
      return trendSvg(block);
    case 'entry':
      return entryOf(block);
  }
}

function tableOf({ caption, head, rows, texts }: Table): string {
  const kind = (column: number): string => (texts.includes(column) ? ' class="text"' : '');
  const names = head.map((name, column) => `<th scope="col"${kind(column)}>${escapeHtml(name)}</th>`);
  const cells = (row: readonly string[]): string =>
    row
      .map((text, column) =>
        column === 0
          ? `<th scope="row"${kind(column)}>${escapeHtml(text)}</th>`
          : `<td${kind(column)}>${escapeHtml(text)}</td>`,
      )
      .join('');
  return [
    `<div class="wide"><table><caption>${escapeHtml(caption)}</caption>`,
    ...(names.length === 0 ? [] : [`<thead><tr>${names.join('')}</tr></thead>`]),
    `<tbody>${rows.map((row) => `<tr>${cells(row)}</tr>`).join('\n')}</tbody></table></div>`,
  ].join('\n');
}

function entryOf({ title, facts }: Entry): string {
  const lines = facts.map(({ name, text, isCode }) => {
    const shown = isCode === true ? `<pre><code>${escapeHtml(text)}</code></pre>` : escapeHtml(text);
    return `<dt>${escapeHtml(name)}</dt><dd>${shown}</dd>`;
  });
  return `<h3>${escapeHtml(title)}</h3>\n<dl>${lines.join('\n')}</dl>`;
}
