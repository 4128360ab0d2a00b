import { explainFailure } from '#libs/process';

/** Runs a command; a failure is told in a sentence, and the exit code says so. */
export async function reportFailure(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    console.error(explainFailure(error));
    process.exitCode = 1;
  }
}
