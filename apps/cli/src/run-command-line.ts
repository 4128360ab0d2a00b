import { CommanderError } from 'commander';
import { exitCodeOf } from './exit-codes.js';
import { createProgram } from './program.js';
import { languageOfCall } from './session.js';
import { reportFailure } from './report-failure.js';

/** Runs one command; its outcome is the exit code of the process. */
export async function runCommandLine(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<void> {
  try {
    const program = await createProgram(environment, args);
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    // Commander has printed the help or the problem already.
    if (error instanceof CommanderError) {
      process.exitCode = exitCodeOf(error);
    } else {
      await reportFailure(
        async () => {
          throw error;
        },
        { json: args.includes('--json'), language: languageOfCall(args, environment) },
      );
    }
  }
}
