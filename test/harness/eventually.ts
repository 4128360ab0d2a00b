import { setTimeout as sleep } from 'node:timers/promises';

/** Repeats an assertion until it holds; at the deadline its own error is what fails the test. */
export async function eventually<T>(assertion: () => Promise<T> | T, deadlineMs = 20_000): Promise<T> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() >= deadline) {
        throw error;
      }
      await sleep(50);
    }
  }
}
