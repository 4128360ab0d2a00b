import { describe, expect, it } from '@jest/globals';
import { callCommandLine } from '../../../test/harness/command-line.js';

const say = (language: 'zh' | 'en', ...args: string[]) => callCommandLine(args, { DATA_PIPELINE_LANG: language });

/** Every kind of wrong call, and what each language says. */
const WRONG: readonly (readonly [string[], string, string])[] = [
  [['task', 'shw'], '错误：未知命令 shw\n（您是否想用 show？）', "error: unknown command 'shw'"],
  [['tsk'], '错误：未知命令 tsk', "error: unknown command 'tsk'"],
  [['task', 'show'], '错误：缺少参数 task_id', "error: missing required argument 'task_id'"],
  [['task', 'list', 'a'], '错误：参数过多：应为 0 个，收到 1 个', 'error: too many arguments'],
  [
    ['task', 'list', '--lmit', '3'],
    '错误：未知选项 --lmit\n（您是否想用 --limit？）',
    "error: unknown option '--lmit'",
  ],
  [['task', 'list', '--limit'], '错误：选项 --limit <number> 缺少值', 'argument missing'],
  [
    ['task', 'list', '--limit', '0'],
    '错误：选项 --limit <number> 的值 0 无效。应为 1 到 100 的整数',
    'Expected a number from 1 to 100.',
  ],
  [['task', 'list', '--status', 'x'], '可选值：pending, in_progress', 'Allowed choices are pending, in_progress'],
  [['pairs', 'review', 'bulk', 'x'], '错误：必须指定选项 --decision <state>', "required option '--decision <state>'"],
  [
    ['vector', 'backup', '--truncate', '--incremental'],
    '错误：选项 --incremental 与 --truncate 不能同时使用',
    'cannot be used with option',
  ],
  [['keys', 'create', '--name', 'x', '--scopes', 'all'], '应为逗号分隔的 read, run, admin', 'Expected a comma list of'],
  [['task', 'create', '--set', 'x'], '应为 名称=值', 'Expected name=value.'],
  [['demo', '--business-url', 'x'], '应为 postgres://用户:密码@主机:5432/数据库名', 'Expected postgres://user'],
  [['vector', 'verify', '--timestamp', 'x'], '应为 YYYYMMDD_HHMMSS', 'Expected YYYYMMDD_HHMMSS.'],
  [['evaluate', 'run', 'x', '--arms', 'a'], '应为逗号分隔的 schema', 'Expected a comma list of schema'],
  [['evaluate', 'run', 'x', '--report', 'r.pdf'], '报告文件应以', 'the name of a report ends with'],
  [['task', 'create', '--table-list', 'none.txt'], '无法读取 none.txt（ENOENT）', 'none.txt cannot be read (ENOENT)'],
  [['task', 'create', '--tables', 'a', '--table-list', 'b'], '只能使用一个', 'expected one of them'],
];

describe('a wrong call', () => {
  it.each(WRONG)('%j', async (args, chinese, english) => {
    const [zh, en] = [await say('zh', ...args), await say('en', ...args)];
    expect({ code: zh.code, printed: zh.stderr }).toEqual({ code: 2, printed: expect.stringContaining(chinese) });
    expect({ code: en.code, printed: en.stderr }).toEqual({ code: 2, printed: expect.stringContaining(english) });
    expect(zh.stderr).not.toMatch(/error|Expected|invalid|missing|unknown/);
    expect(en.stderr).not.toMatch(/\p{Script=Han}/u);
  });

  it('is one of JSON where JSON is printed', async () => {
    const { stderr } = await say('zh', 'task', 'show', '--json');
    expect(JSON.parse(stderr)).toEqual({ error: { message: '错误：缺少参数 task_id', exit_code: 2 } });
  });

  it('is explained by a help in the same language', async () => {
    expect((await say('zh', 'task')).stderr).toMatch(/用法：.*data-pipeline task[\s\S]*选项：[\s\S]*命令：/);
    expect((await say('en', 'task')).stderr).toMatch(/^Usage: data-pipeline task/);
    expect((await say('zh', '--help')).stdout).toMatch(/evaluate[\s\S]*doctor[\s\S]*退出码/);
  });
});
