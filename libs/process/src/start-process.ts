import { ConfigurationError, describeEnvironment, environmentOf, loadConfig, type ResolvedConfig } from '#libs/config';
import { DomainError } from '#libs/domain-errors';
import { startTelemetry } from '#libs/telemetry';
import { explainFailure } from './explain-failure.js';
import { ProcessLogger } from './process-logger.js';
import { resolveServices } from './resolve-services.js';

export interface ProcessInput {
  /** The environment; variables of files that the arguments name are added to it. */
  readonly variables: NodeJS.ProcessEnv;
  /** `--env-file FILE`, any number of times. */
  readonly args: readonly string[];
}

export interface ProcessContext {
  readonly config: ResolvedConfig;
  readonly logger: ProcessLogger;
}

export interface RunningApp {
  close(): Promise<void>;
  /** Logged when the process is ready. */
  readonly ready: string;
  /** The address that it listens on: with `PORT=0` only the process knows it. */
  readonly url?: string;
}

/** Exit codes after sysexits(3): 78 wrong configuration, 69 a service is away, 70 anything else. */
const EXIT_CONFIGURATION = 78;
const EXIT_UNAVAILABLE = 69;
const EXIT_INTERNAL = 70;

/** Limit of a shutdown beyond the grace of running steps, because connections that never close must not block it. */
const FORCED_EXIT_AFTER_MS = 15_000;

/**
 * The life of a process: reads the environment, gets its services, starts, and stops cleanly on SIGINT, SIGTERM, or
 * when the parent that it was started by over an IPC channel is gone.
 */
export async function startProcess(
  role: string,
  { variables, args }: ProcessInput,
  start: (context: ProcessContext) => Promise<RunningApp>,
): Promise<void> {
  try {
    environmentOf(args, variables);
    const config = loadConfig(variables);
    const logger = new ProcessLogger(role, config);
    logger.log(`environment ${JSON.stringify(describeEnvironment(variables))}`);
    const stopTelemetry = await startTelemetry(role, config.telemetry);
    const services = await resolveServices(config);
    const app = await start({ config: services.config, logger });
    stopOnSignals(logger, config.worker.shutdownGraceMs + FORCED_EXIT_AFTER_MS, async () => {
      await app.close();
      await services.release();
      await stopTelemetry();
    });
    logger.log(app.ready);
    process.send?.({ type: 'ready', url: app.url });
  } catch (error) {
    // Exiting gives embedded services back too, and no dying connection can hide the reason any more.
    process.stderr.write(`${explainFailure(error)}\n`);
    process.exit(exitCodeOf(error));
  }
}

function stopOnSignals(logger: ProcessLogger, deadlineMs: number, close: () => Promise<void>): void {
  let stopping = false;
  const stop = (why: string): void => {
    if (stopping) {
      return;
    }
    stopping = true;
    logger.log(`stopping: ${why}`);
    setTimeout(() => {
      logger.error(
        `shutdown is not done after ${deadlineMs / 1000} s, leaving; what was running is taken over by others`,
      );
      process.exit(EXIT_INTERNAL);
    }, deadlineMs).unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error(`shutdown failed: ${explainFailure(error)}`);
        process.exit(EXIT_INTERNAL);
      },
    );
  };
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('disconnect', () => stop('the parent process is gone'));
}

function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigurationError) {
    return EXIT_CONFIGURATION;
  }
  return error instanceof DomainError && error.kind === 'unavailable' ? EXIT_UNAVAILABLE : EXIT_INTERNAL;
}
