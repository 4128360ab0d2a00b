import { readEnvFile } from '#libs/config';
import { isLanguage, LANGUAGES, type Language, type Text } from '#libs/language';

/** Options that every command takes, before or after its name. */
export interface GlobalOptions {
  readonly json?: true;
  readonly url?: string;
  readonly key?: string;
  readonly local?: true;
  readonly envFile?: string[];
}

/** How this call of the command line speaks, and what it may read. */
export class Session {
  private options: GlobalOptions = {};
  /** Of the server that answered; null: none has, or it is older than this header. */
  serverVersion: string | null = null;

  constructor(
    /** Variables of files named by `--env-file` are added to it before a command runs. */
    readonly environment: NodeJS.ProcessEnv,
    readonly language: Language,
  ) {}

  /** @throws ConfigurationError for a file that cannot be read */
  begin(options: GlobalOptions): void {
    this.options = options;
    for (const file of options.envFile ?? []) {
      readEnvFile(file, this.environment);
    }
  }

  get json(): boolean {
    return this.options.json === true;
  }

  /** The command starts services of its own. */
  get local(): boolean {
    return this.options.local === true;
  }

  /** The call is about a server that it names. */
  get namesServer(): boolean {
    return !this.local && Boolean(this.options.url ?? this.environment['DATA_PIPELINE_URL']);
  }

  get url(): string {
    const { environment } = this;
    const port = environment['PORT'] || '8084';
    return this.options.url ?? (environment['DATA_PIPELINE_URL'] || `http://127.0.0.1:${port}`);
  }

  get key(): string | undefined {
    return this.options.key ?? (this.environment['DATA_PIPELINE_KEY'] || undefined);
  }

  text(text: Text): string {
    return text[this.language];
  }

  /** Where the environment names a server, a command that does not talk to it says what it works on. */
  noteDatabases(...databases: readonly string[]): void {
    const server = this.environment['DATA_PIPELINE_URL'];
    if (server) {
      const named = databases.join(', ');
      this.note({
        zh: `本命令使用的数据库：${named}（不经过 DATA_PIPELINE_URL 所指的服务器）`,
        en: `this command works on ${named}, not on the server of DATA_PIPELINE_URL`,
      });
    }
  }

  /** The result of a command: `data` as one line of JSON, or what `show` prints. */
  result(data: unknown, show: () => void): void {
    if (this.json) {
      console.log(JSON.stringify(data));
    } else {
      show();
    }
  }

  /** Says that a list is empty, where nothing else would tell. */
  noteNone(list: readonly unknown[], none: Text): void {
    if (list.length === 0) {
      this.note(none);
    }
  }

  /** A remark beside the result: it never mixes with it. */
  note(text: Text): void {
    process.stderr.write(`${this.text(text)}\n`);
  }
}

/** `--lang`, `DATA_PIPELINE_LANG`, or the language of the terminal. */
export function languageOfCall(args: readonly string[], environment: NodeJS.ProcessEnv): Language {
  const at = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  const asked = at < 0 ? environment['DATA_PIPELINE_LANG'] : (args[at]?.split('=')[1] ?? args[at + 1]);
  if (isLanguage(asked)) {
    return asked;
  }
  const locale = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  const ofTerminal = locale.slice(0, 2).toLowerCase();
  return LANGUAGES.find((language) => language === ofTerminal) ?? 'en';
}
