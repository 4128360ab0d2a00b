import { text } from 'node:stream/consumers';
import type { JsonObject } from '#libs/pipeline';
import { taskParametersSchema } from '#libs/pipeline';
import type { StepContext, StepInput } from '#libs/steps/step';

/** A step's surroundings in memory, for tests. */
export interface Surroundings {
  readonly input: StepInput;
  readonly context: StepContext;
  readonly files: Map<string, string>;
  /** Files that would stay although the step fails. */
  readonly immediate: Set<string>;
  readonly logged: string[];
  readonly progress: string[];
  readonly stop: AbortController;
}

export function surroundings(
  businessDatabaseUrl: string,
  parameters: JsonObject,
  tables: readonly string[] = ['*.*'],
): Surroundings {
  const files = new Map<string, string>();
  const immediate = new Set<string>();
  const logged: string[] = [];
  const progress: string[] = [];
  const stop = new AbortController();
  const textOf = (name: string): string => {
    const content = files.get(name);
    if (content === undefined) {
      throw new Error(`no such file: ${name}`);
    }
    return content;
  };
  const log = (level: string) => (component: string, message: string) =>
    void logged.push(`${level} ${component}: ${message}`);
  return {
    files,
    immediate,
    logged,
    progress,
    stop,
    input: {
      taskId: 'task_20250721_234914',
      executionId: 'e1',
      startedAt: new Date('2025-07-21T15:49:14Z'),
      timeZone: 'Asia/Shanghai',
      parameters: taskParametersSchema.parse(parameters),
      tables,
      businessDatabaseUrl,
      vectorDatabaseUrl: '',
    },
    context: {
      signal: stop.signal,
      log: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
      progress: (done, total, label) => void progress.push(`${done}/${total} ${label ?? ''}`),
      files: {
        write: async (name, content, options) => {
          files.set(name, content.toString());
          if (options?.immediate) {
            immediate.add(name);
          }
        },
        writeStream: async (name, pieces) => void files.set(name, await text(pieces)),
        read: async (name) => textOf(name),
        readStream: async function* (name) {
          yield Buffer.from(textOf(name));
        },
        list: async () => [...files.keys()].sort(),
        keep: async () => undefined,
        remove: async (name) => void files.delete(name),
      },
    },
  };
}
