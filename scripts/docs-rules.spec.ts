import { describe, expect, it } from '@jest/globals';
import {
  anchorsOf,
  chineseProblems,
  differencesOfTwins,
  englishProblems,
  linksOf,
  p90,
  sentencesOf,
  wordsOf,
} from './docs-rules.mjs';

const ENGLISH = `# Backup

Run \`backup\`, then read [files](files.md#names).

## Names

\`\`\`sh
npm run vector -- backup    # for cron
\`\`\`

\`\`\`text
A sample of the output
\`\`\`
`;

const CHINESE = `# 备份

先运行 \`backup\`，再看[文件](files.md#文件名)。

## 文件名

\`\`\`sh
npm run vector -- backup    # 适合 cron
\`\`\`

\`\`\`text
输出示例
\`\`\`
`;

const compare = (english: string, chinese: string) => differencesOfTwins(english, chinese, (target) => target);

describe('a page and its Chinese twin', () => {
  it('agree where only the language differs', () => {
    expect(compare(ENGLISH, CHINESE)).toEqual([]);
  });

  it.each([
    ['a missing heading', CHINESE.replace('## 文件名\n', ''), 'levels of the headings'],
    ['a heading of another level', CHINESE.replace('## 文件名', '### 文件名'), 'levels of the headings'],
    ['a changed command', CHINESE.replace('vector -- backup', 'vector -- restore'), 'commands and fenced blocks'],
    ['a missing option', CHINESE.replace(' -- backup', ''), 'commands and fenced blocks'],
    ['a missing sample', CHINESE.replace(/```text[^]*/, ''), 'commands and fenced blocks'],
    ['a changed name in the text', CHINESE.replace('`backup`', '`restore`'), 'code in the text'],
    ['a link to another page', CHINESE.replace('files.md', 'storage.md'), 'targets of the links'],
    ['a missing link', CHINESE.replace('[文件](files.md#文件名)', '文件'), 'targets of the links'],
    ['a changed status of a request', `${CHINESE}<!-- 201 -->`, 'HTML comments'],
  ])('differ by %s', (_, chinese, aspect) => {
    expect(compare(ENGLISH, chinese)).toEqual([expect.stringContaining(`${aspect} differ`)]);
  });

  it('may show pictures in their own languages, of the same page', () => {
    const picture = (name: string) => `![](docs/images/${name}.png)\n`;
    expect(compare(picture('pairs.en'), picture('pairs.zh'))).toEqual([]);
    expect(compare(picture('pairs.en'), picture('tasks.zh'))).toHaveLength(1);
  });

  it('may ask for outputs in different languages', () => {
    const request = (context: string) => `\`\`\`sh\ncurl -d '{"business_context": "${context}"}'\n\`\`\`\n`;
    expect(compare(request('a shop'), request('商店'))).toEqual([]);
  });
});

describe('links', () => {
  it('have a target and an anchor, and none in code', () => {
    expect(linksOf('[a](b.md#c) [d](#e) [f](g.md)\n```sh\n[h](i.md)\n```\n')).toEqual([
      { target: 'b.md', anchor: 'c' },
      { target: '', anchor: 'e' },
      { target: 'g.md', anchor: null },
    ]);
  });

  it('lead to anchors as GitHub generates them', () => {
    expect(anchorsOf('## Connect `Vanna`, now!\n### 审计日志\n#### [a link](b.md) \n')).toEqual([
      'connect-vanna-now',
      '审计日志',
      'a-link-',
    ]);
  });
});

describe('the prose of an English page', () => {
  it('is split into sentences without tables, code and list marks', () => {
    const text = '# Title\n\nOne `x.y` sentence. Two\nlines!\n\n- An item; see [a page](b.md).\n\n| a | table |\n';
    expect(sentencesOf(text)).toEqual(['Title.', 'One CODE sentence.', 'Two lines!', 'An item; see a page.']);
    expect(sentencesOf(text).map(wordsOf)).toEqual([1, 3, 2, 5]);
  });

  it.each([
    'The others stand beside it.',
    'Nobody writes it.',
    'The file is written anew.',
    'What was loaded is counted.',
    'It fails, and a warning says so.',
  ])('has no banned words: %s', (sentence) => {
    expect(englishProblems(sentence)).toEqual([`banned words: ${sentence}`]);
  });

  it('may ask a question', () => {
    expect(englishProblems('What does it cost? It is free.')).toEqual([]);
  });

  it('has short sentences', () => {
    const long = (words: number) => `A${' word'.repeat(words - 1)}.`;
    expect(englishProblems(long(22))).toEqual([]);
    expect(englishProblems(long(23))).toEqual([expect.stringContaining('p90 is 23')]);
    expect(englishProblems(`${long(41)}${' Short one.'.repeat(20)}`)).toEqual([
      expect.stringContaining('more than 40 words'),
    ]);
  });

  it('is judged by the length that nine sentences of ten keep', () => {
    expect(p90([1, 2, 3, 4, 5, 6, 7, 8, 9, 100])).toBe(9);
    expect(p90([])).toBe(0);
  });
});

describe('the prose of a Chinese page', () => {
  it('has names in English, but no sentences', () => {
    expect(chineseProblems('队列用 `maxmemory-policy noeviction`，由 Bull Board 展示。')).toEqual([]);
    expect(chineseProblems('先备份。The worker takes the next job from it.')).toEqual([
      expect.stringContaining('not Chinese'),
    ]);
  });

  it('has short sentences', () => {
    expect(chineseProblems(`${'字'.repeat(109)}。`)).toEqual([]);
    expect(chineseProblems(`${'字'.repeat(110)}。`)).toEqual([expect.stringContaining('more than 110 characters')]);
  });
});
