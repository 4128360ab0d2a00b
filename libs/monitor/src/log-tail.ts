import { MoreThan, type Repository } from 'typeorm';
import type { TaskLogEntity } from '#libs/database';

/** Log lines of one look. */
const PAGE = 500;
/** Looks after which no earlier line is waited for any more; lines are written in transactions of milliseconds. */
const LATE_LOOKS = 5;

/**
 * The lines of a task's log as they appear, each once. Ids are given before transactions end: a line may appear after one
 * with a higher id. So the last looks are always looked at again.
 */
export class LogTail {
  private readonly sentIds = new Set<string>();
  /** The highest ids of the last looks, oldest first. */
  private readonly reached: string[];

  /** @param after id of the last line that is known; `0` is the beginning. */
  constructor(
    private readonly rows: Repository<TaskLogEntity>,
    private readonly taskId: string,
    after: string,
  ) {
    this.reached = [after];
  }

  /** Lines that were not sentIds before, by id; at most 500. */
  async next(): Promise<TaskLogEntity[]> {
    const floor = this.reached[0] ?? '0';
    const lines = await this.rows.find({
      where: { taskId: this.taskId, id: MoreThan(floor) },
      order: { id: 'ASC' },
      take: PAGE + this.sentIds.size,
    });
    const fresh = lines.filter(({ id }) => !this.sentIds.has(id)).slice(0, PAGE);
    fresh.forEach(({ id }) => this.sentIds.add(id));
    this.reached.push(higherId(this.reached.at(-1) ?? '0', fresh.at(-1)?.id ?? '0'));
    if (this.reached.length > LATE_LOOKS) {
      this.reached.shift();
      this.forget();
    }
    return fresh;
  }

  private forget(): void {
    const floor = BigInt(this.reached[0] ?? 0);
    for (const id of this.sentIds) {
      if (BigInt(id) <= floor) {
        this.sentIds.delete(id);
      }
    }
  }
}

/** Of two ids of log lines. */
export function higherId(a: string, b: string): string {
  return BigInt(a) > BigInt(b) ? a : b;
}
