import type { FileView, TaskView } from '../api-client.js';
import { isDdlFile, isDetailFile, stepResults } from '#libs/step-files';

/** The last line of `--json`. */
export interface DemoSummary {
  readonly task_id: string;
  readonly status: string;
  readonly steps: Readonly<Record<string, string>>;
  readonly tables: number;
  readonly ddl_files: number;
  readonly md_files: number;
  readonly pairs: number;
  readonly valid_pairs: number;
  readonly records_loaded: number;
  readonly duration_s: number;
  readonly output_directory: string;
  readonly base_url: string;
}

/** The results of the run, read from the API alone. */
export function summaryOf(
  task: TaskView,
  files: readonly FileView[],
  run: { storageLocation: string; baseUrl: string; seconds: number },
): DemoSummary {
  const results = new Map(task.steps.map((step) => [step.step_name, step.result]));
  const { ddl_generation: documented, qa_generation: generated, sql_validation: validated } = stepResults;
  const loaded = stepResults.training_load.read(results.get('training_load'), 'loaded');
  return {
    task_id: task.task_id,
    status: task.status,
    steps: Object.fromEntries(task.steps.map((step) => [step.step_name, step.step_status])),
    tables: documented.read(results.get('ddl_generation'), 'processed_successfully') ?? 0,
    ddl_files: files.filter(({ file_name: name }) => isDdlFile(name)).length,
    md_files: files.filter(({ file_name: name }) => isDetailFile(name)).length,
    pairs: generated.read(results.get('qa_generation'), 'total_questions') ?? 0,
    valid_pairs: validated.read(results.get('sql_validation'), 'valid_sql_count') ?? 0,
    records_loaded: Object.values(loaded ?? {}).reduce((sum, count) => sum + count, 0),
    duration_s: Math.round(run.seconds * 10) / 10,
    output_directory: `${run.storageLocation}/${task.output_directory}`,
    base_url: run.baseUrl,
  };
}
