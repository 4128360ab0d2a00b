import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { TaskView } from '../api-client.js';

/** Progress of the steps of a task: a bar each on a terminal, a line a change elsewhere. */
export interface StepProgress {
  show(task: TaskView): void;
  end(): void;
}

export function createStepProgress(output: NodeJS.WriteStream): StepProgress {
  return output.isTTY ? new ProgressBars(output) : new ProgressLines(output);
}

class ProgressBars implements StepProgress {
  private readonly bars: MultiBar;
  private readonly barOf = new Map<string, SingleBar>();

  constructor(output: NodeJS.WriteStream) {
    this.bars = new MultiBar(
      { stream: output, format: '  {step} {bar} {value}/{total} {status} {label}', hideCursor: true, barsize: 28 },
      Presets.shades_classic,
    );
  }

  show({ steps }: TaskView): void {
    for (const { step_name: step, step_status: status, progress } of steps) {
      const bar = this.barOf.get(step) ?? this.bars.create(1, 0, { step: step.padEnd(15), status: '', label: '' });
      this.barOf.set(step, bar);
      const total = Math.max(progress?.total ?? 1, 1);
      bar.setTotal(total);
      bar.update(status === 'completed' ? total : (progress?.done ?? 0), {
        status,
        label: status === 'running' ? (progress?.label ?? '').slice(0, 40) : '',
      });
    }
  }

  end(): void {
    this.bars.stop();
  }
}

class ProgressLines implements StepProgress {
  private readonly last = new Map<string, string>();

  constructor(private readonly output: NodeJS.WriteStream) {}

  show({ steps }: TaskView): void {
    for (const { step_name: step, step_status: status } of steps) {
      if (status !== 'pending' && this.last.get(step) !== status) {
        this.last.set(step, status);
        this.output.write(`  ${step.padEnd(15)} ${status}\n`);
      }
    }
  }

  end(): void {
    this.last.clear();
  }
}
