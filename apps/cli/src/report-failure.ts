import { explainFailure } from '#libs/process';

/** Runs a command; a failure is reported in a sentence and sets the exit code. */
export async function reportFailure(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    console.error(explainFailure(error));
    process.exitCode = 1;
  }
}
