import type { Account, ModelLedger, PaidAnswer } from '#libs/language-model';

/** A ledger of paid answers in memory, which outlives the models that use it. */
export class MemoryLedger implements ModelLedger {
  readonly answers = new Map<string, PaidAnswer>();
  readonly booked: { answer: PaidAnswer; account: Account | undefined }[] = [];

  async find(key: string): Promise<string | null> {
    return this.answers.get(key)?.text ?? null;
  }

  async record(answer: PaidAnswer, account: Account | undefined): Promise<void> {
    this.answers.set(answer.key, answer);
    this.booked.push({ answer, account });
  }

  async forget(keys: readonly string[]): Promise<void> {
    keys.forEach((key) => this.answers.delete(key));
  }

  async spent(taskId: string): Promise<{ tokens: number; cost: number }> {
    const own = this.booked.filter(({ account }) => account?.taskId === taskId).map(({ answer }) => answer.usage);
    return {
      tokens: own.reduce((sum, { promptTokens, completionTokens }) => sum + promptTokens + completionTokens, 0),
      cost: own.reduce((sum, { cost }) => sum + (cost ?? 0), 0),
    };
  }
}
