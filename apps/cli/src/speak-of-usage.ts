import { InvalidArgumentError, type Command } from 'commander';
import type { ByLanguage, Text } from '#libs/language';
import { EXIT } from './exit-codes.js';
import type { Session } from './session.js';

/** The value of an option that cannot be used; thrown by its parser. */
export class WrongValue extends InvalidArgumentError {
  /** @param expected what the value should be, as a sentence */
  constructor(readonly expected: Text) {
    super(expected.en);
  }
}

/** Titles of the help, as the library writes them. */
const TITLES: ByLanguage<Readonly<Record<string, string>>> = {
  zh: { 'Usage:': '用法：', 'Arguments:': '参数：', 'Options:': '选项：', 'Commands:': '命令：' },
  en: {},
};

/** Sentences of the library with their translations. The library has no other way to translate them. */
const CHINESE: readonly (readonly [RegExp, string])[] = [
  [/^error: missing required argument '(.+)'$/m, '错误：缺少参数 $1'],
  [/^error: option '(.+)' argument missing$/m, '错误：选项 $1 缺少值'],
  [/^error: required option '(.+)' not specified$/m, '错误：必须指定选项 $1'],
  [/^error: option '(.+)' cannot be used with option '(.+)'$/m, '错误：选项 $1 与 $2 不能同时使用'],
  [/^error: unknown option '(.+)'$/m, '错误：未知选项 $1'],
  [/^error: unknown command '(.+)'$/m, '错误：未知命令 $1'],
  [
    /^error: too many arguments(?: for '(.+)')?\. Expected (\d+) arguments? but got (\d+)\.$/m,
    '错误：参数过多：应为 $2 个，收到 $3 个',
  ],
  [/^error: option '(.+)' argument '(.*)' is invalid\. /m, '错误：选项 $1 的值 $2 无效。'],
  [/^error: command-argument value '(.*)' is invalid for argument '(.+)'\. /m, '错误：参数 $2 的值 $1 无效。'],
  [/Allowed choices are (.+)\.$/m, '可选值：$1'],
  [/^\(Did you mean (?:one of )?(.+)\?\)$/m, '（您是否想用 $1？）'],
];
type Translations = typeof CHINESE;
const SENTENCES: ByLanguage<Translations> = { zh: CHINESE, en: [] };

/** What the library adds to the description of an option or an argument. */
const ADDITIONS: ByLanguage<Translations> = {
  zh: [
    [/ ?\(choices: /, '（可选值：'],
    [/ ?\(default: /, '（默认：'],
    [/, default: /, '，默认：'],
    [/(（(?:可选值|默认)：.*)\)$/, '$1）'],
  ],
  en: [],
};

/**
 * Lets a complete program speak of wrong usage, and in its help, as the session does; with `--json`, a usage error is JSON
 * as every other failure.
 * @param isJson the options of a wrong call are not parsed
 */
export function speakOfUsage(command: Command, session: Session, isJson: boolean): void {
  command.configureOutput({
    outputError: (text, write) => {
      const sentence = translated(text.trimEnd(), SENTENCES[session.language]);
      write(`${isJson ? JSON.stringify({ error: { message: sentence, exit_code: EXIT.usage } }) : sentence}\n`);
    },
  });
  const withAdditions = (text: string): string => translated(text, ADDITIONS[session.language]);
  command.configureHelp({
    styleTitle: (title) => TITLES[session.language][title] ?? title,
    styleOptionDescription: withAdditions,
    styleArgumentDescription: withAdditions,
  });
  for (const option of [...command.options, ...command.registeredArguments]) {
    const { parseArg } = option;
    if (parseArg !== undefined) {
      option.argParser((value: string, previous: unknown) => {
        try {
          return parseArg.call(option, value, previous);
        } catch (error) {
          throw error instanceof WrongValue ? new InvalidArgumentError(session.text(error.expected)) : error;
        }
      });
    }
  }
  command.commands.forEach((child) => speakOfUsage(child, session, isJson));
}

function translated(text: string, translations: Translations): string {
  return translations.reduce((spoken, [sentence, ours]) => spoken.replace(sentence, ours), text);
}
