import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import Markdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { LANGUAGES, type ByLanguage, type Text } from '#libs/language';
import { collectReport, reportHtml, reportMarkdown, REPORT_POLICY } from './index.js';
import { sampleSources } from './sample-report.fixture.js';

const HOSTILE = [
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  "\"><svg onload=alert(1)> ' onmouseover=alert(1) x='",
  '</title></style></code></pre><a href="javascript:alert(1)">x</a>',
  '[x](javascript:alert(1)) ![x](http://evil.example/x.png) <http://evil.example> http://evil.example www.evil.example',
  'me@evil.example | a | b |\n| --- | --- |\n# Title\n> quote\n```\ncode\n````\n- item\n1. one\n<!-- ',
  '\u202Egnp.exe\u0000\u001b[31m',
  '`` ` ``` $x$ ~~gone~~ **bold** _it_ &lt;b&gt; &#60;',
].join('\n');

const isChinese: ByLanguage<boolean> = { zh: true, en: false };
const codes: Text = { zh: 'zh-CN', en: 'en' };

const render = (markdown: string) =>
  renderToStaticMarkup(createElement(Markdown, { remarkPlugins: [remarkGfm] }, markdown));

describe('collectReport', () => {
  it('gives shares with intervals, differences in pairs, causes and the first failures', async () => {
    const report = await collectReport(sampleSources());
    expect(
      report.arms.map(({ arm, sufficiency, answers }) => [arm, sufficiency?.share, answers?.accuracy?.share]),
    ).toEqual([
      ['schema', 0.5, 0.3],
      ['pairs', 0.8, 0.6],
    ]);
    expect(report.arms[0]?.sufficiency?.low).toBeCloseTo(0.4038, 3);
    expect(report.differences).toEqual([
      expect.objectContaining({
        measure: 'sufficiency',
        first: 'schema',
        second: 'pairs',
        gained: 30,
        lost: 0,
        is_clear: true,
      }),
      expect.objectContaining({ measure: 'accuracy', gained: 30, lost: 0, questions: 100 }),
    ]);
    expect(report.since?.differences.map(({ difference, is_clear: isClear }) => [difference, isClear])).toEqual(
      Array.from({ length: 4 }, () => [0, false]),
    );
    expect(report.causes).toHaveLength(2);
    expect(report.failures).toMatchObject({ questions: 40 });
    expect(report.failures.shown).toHaveLength(40);
    expect(report.not_counted).toMatchObject({ questions: 1, shown: [{ question_id: 'leaked', status: 'leaked' }] });
    expect(report.trend.map(({ arms }) => arms.pairs)).toEqual([
      { questions: 100, sufficiency: 0.8, accuracy: 0.6 },
      { questions: 100, sufficiency: 0.8, accuracy: 0.6 },
    ]);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('shows a bounded part of many failures and counts all', async () => {
    const report = await collectReport(sampleSources({ questions: 5_000 }));
    expect(report.failures.questions).toBe(2_000);
    expect(report.failures.shown).toHaveLength(200);
    expect(reportHtml(report, 'en')).toContain('2000 in all; the first 200 follow.');
  });
});

describe.each(LANGUAGES)('the report in %s', (language) => {
  it('tells the numbers in the words of its language alone', async () => {
    const report = await collectReport(sampleSources({ text: '42' }));
    const [markdown, html] = [reportMarkdown(report, language), reportHtml(report, language)];
    for (const text of [render(markdown), html]) {
      for (const part of ['80.0% (71.1–86.7)', '60.0% (50.2–69.1)', '+30.0 (', '42703', 'public.sale', 'turnover']) {
        expect(text).toContain(part);
      }
      expect(/\p{Script=Han}/u.test(text.replace(/<style>[\s\S]*<\/style>/, ''))).toBe(isChinese[language]);
    }
    expect(html).toContain(`<html lang="${codes[language]}">`);
    expect(html.match(/<polyline /g)).toHaveLength(4);
    expect(render(markdown).match(/<table>/g)?.length).toBe(html.match(/<table>/g)?.length);
  });

  it('is one page that loads and runs nothing', async () => {
    const html = reportHtml(await collectReport(sampleSources()), language);
    expect(html).not.toMatch(
      /<script|<link|<img|<iframe|<object|\bon\w+=|\bstyle=|\bsrc=|\bhref=|url\(|@import|https?:/i,
    );
    const style = /<style>([\s\S]*)<\/style>/.exec(html)?.[1] ?? '';
    expect(REPORT_POLICY).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(REPORT_POLICY).toMatch(/^default-src 'none'/);
    const open = [
      ...html.matchAll(/<(\/?)(table|tr|td|th|dl|dd|dt|pre|code|figure|svg|g|ul|li|main|body)\b[^>]*?(\/?)>/g),
    ];
    const stack: string[] = [];
    for (const [, close, name = ''] of open) {
      expect(close === '/' ? stack.pop() : (stack.push(name), name)).toBe(name);
    }
    expect(stack).toEqual([]);
  });

  it('shows hostile texts as texts', async () => {
    const report = await collectReport(sampleSources({ text: HOSTILE, questions: 10 }));
    const html = reportHtml(report, language).replace(/<style>[\s\S]*<\/style>/, '');
    const plain = reportHtml(await collectReport(sampleSources({ text: 'x', questions: 10 })), language).replace(
      /<style>[\s\S]*<\/style>/,
      '',
    );
    const tags = (page: string) => page.match(/<[^>]*>/g)?.map((tag) => tag.replace(/="[^"]*"/g, ''));
    expect(tags(html)).toEqual(tags(plain));
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).not.toMatch(/[^\P{Cc}\n]|\u202e/u);

    const rendered = render(reportMarkdown(report, language));
    expect(rendered).not.toMatch(/<(?:a|img|script|svg|del|em|blockquote|h4|input)\b/i);
    const structure = (page: string) => page.match(/<\/?(?:h\d|table|tr|th|td|li|pre|ul|ol)\b/g);
    expect(structure(rendered)).toEqual(
      structure(render(reportMarkdown(await collectReport(sampleSources({ text: 'x', questions: 10 })), language))),
    );
  });
});
