import { EXECUTION_STATUSES, RUN_MODES, type ExecutionStatus, type RunMode } from '#libs/database';
import { RUN_LIMITS, STEP_NAMES, type StepName } from '#libs/pipeline';
import { ChoiceField, FlagField, IntegerField, ListField } from '../fields/field.js';
import {
  ChoiceProperty,
  ConstantProperty,
  FlagProperty,
  IntegerProperty,
  JsonProperty,
  NumberProperty,
  ObjectListProperty,
  ObjectProperty,
  TextListProperty,
  TextProperty,
  TimeProperty,
} from '../fields/properties.js';
import { Rule } from '../fields/request-rule.js';
import { oneOf } from '../fields/sentences.js';
import { textShape } from '../fields/shapes.js';
import { Waiting } from '../tasks/waiting.js';
import { BodyExample } from '../openapi/body-example.js';

const STEPS = oneOf(STEP_NAMES);

@Rule<ExecuteRequest>(
  'step_name',
  {
    zh: `execution_mode 为 step 时必填，应为${STEPS.zh}`,
    en: `is required with execution_mode step: expected ${STEPS.en}`,
  },
  ({ execution_mode: mode, step_name: step }) => mode !== 'step' || step !== undefined,
)
@Rule<ExecuteRequest>(
  'step_name',
  {
    zh: 'execution_mode 为 complete 或 resume 时不能给出 step_name；只运行一个步骤时请用 step',
    en: 'is not taken with execution_mode complete or resume: send step to run one step',
  },
  ({ execution_mode: mode, step_name: step }) => mode === undefined || mode === 'step' || step === undefined,
)
@Rule<ExecuteRequest>(
  'add_for_tables',
  {
    zh: '追加问答对只能用于 step_name 为 qa_generation，且须给出 add_for_tables 或 add_of_kinds',
    en: 'adding pairs needs step_name qa_generation, and add_for_tables or add_of_kinds',
  },
  ({ step_name: step, add_for_tables: tables, add_of_kinds: kinds, add_count: count }) =>
    (tables === undefined && kinds === undefined && count === undefined) ||
    (step === 'qa_generation' && (tables?.length ?? 0) + (kinds?.length ?? 0) > 0),
)
@BodyExample<ExecuteRequest>({ execution_mode: 'complete', force_execution: false, clean_existing_files: true })
export class ExecuteRequest {
  @ChoiceField(RUN_MODES, {
    optional: true,
    description:
      'complete: all enabled steps; step: the one of step_name; resume: from the first step on that is failed, ' +
      'cancelled, pending or stale. By default step with a step_name, else complete',
  })
  execution_mode?: RunMode;

  @ChoiceField(STEP_NAMES, { optional: true, description: 'The step to run; needed when execution_mode is step' })
  step_name?: StepName;

  @FlagField({ default: false, description: 'Run the step although the one before it is not completed, or is stale' })
  force_execution!: boolean;

  @FlagField({
    default: false,
    description: 'Also remove the outputs of the later steps; those of the steps that run are replaced in any case',
  })
  clean_existing_files!: boolean;

  @ListField(textShape({ max: 255 }), {
    max: RUN_LIMITS.wishes.max,
    optional: true,
    description:
      'With the step qa_generation: adds pairs about these tables (schema.table) instead of making all pairs again. ' +
      'Pairs that are there, reviewed or not, stay as they are; no model is asked',
  })
  add_for_tables?: string[];

  @ListField(textShape({ max: 40 }), {
    max: RUN_LIMITS.wishes.max,
    optional: true,
    description:
      'The same for these kinds of questions, such as count or by_time; with add_for_tables: of these tables',
  })
  add_of_kinds?: string[];

  @IntegerField({ ...RUN_LIMITS.add_count, optional: true, description: 'Pairs to add at most; 20 by default' })
  add_count?: number;
}

export class StartedRun {
  @TextProperty()
  task_id!: string;

  @TextProperty({ description: 'Id of the run; its executions, log lines and events carry it' })
  run_id!: string;

  @ChoiceProperty(RUN_MODES)
  execution_mode!: RunMode;

  @ChoiceProperty(STEP_NAMES, { optional: true })
  step_name?: StepName;

  @ChoiceProperty(['running'])
  status!: 'running';

  @TextListProperty()
  execution_ids!: string[];
}

export class CancelledRun {
  @TextProperty()
  task_id!: string;

  @ChoiceProperty(['cancelled', 'in_progress'], {
    description: 'in_progress: the running step was asked to stop and ends shortly',
  })
  status!: 'cancelled' | 'in_progress';

  @ConstantProperty(true)
  cancel_requested!: true;
}

export class ExecutionView {
  @TextProperty()
  execution_id!: string;

  @TextProperty({ description: 'The run that it belongs to' })
  run_id!: string;

  @ChoiceProperty(STEP_NAMES)
  execution_step!: StepName;

  @ChoiceProperty(EXECUTION_STATUSES)
  status!: ExecutionStatus;

  @TimeProperty()
  requested_at!: string;

  @TimeProperty({ nullable: true })
  started_at!: string | null;

  @TimeProperty({ nullable: true })
  completed_at!: string | null;

  @NumberProperty({ nullable: true })
  duration_seconds!: number | null;

  @IntegerProperty()
  attempts!: number;

  @TextProperty({ nullable: true })
  worker_id!: string | null;

  @FlagProperty()
  force_executed!: boolean;

  @FlagProperty()
  files_cleaned!: boolean;

  @FlagProperty({ description: 'Its outputs were removed by a later clean run' })
  superseded!: boolean;

  @ObjectProperty(() => Waiting, { nullable: true, description: 'Set while it waits for an outage to end' })
  waiting!: Waiting | null;

  @TimeProperty({ nullable: true, description: 'When something that it had read was made again after it' })
  stale_at!: string | null;

  @TextProperty({ nullable: true })
  stale_reason!: string | null;

  @TextProperty({ nullable: true })
  error_message!: string | null;

  @TextProperty({ nullable: true })
  error_code!: string | null;

  @JsonProperty({ nullable: true, description: 'As in {step}_result.json; that of training_load has self_check' })
  execution_result!: Record<string, unknown> | null;
}

export class ExecutionList {
  @TextProperty()
  task_id!: string;

  @ObjectListProperty(() => ExecutionView)
  executions!: ExecutionView[];

  @IntegerProperty()
  total!: number;
}

export class RunView {
  @TextProperty()
  run_id!: string;

  @ChoiceProperty(RUN_MODES, { nullable: true, description: 'Null for runs of versions that did not record it' })
  execution_mode!: RunMode | null;

  @ChoiceProperty(EXECUTION_STATUSES, { description: 'running until its last step has ended' })
  status!: ExecutionStatus;

  @TextProperty({ nullable: true, description: 'Name of the key that asked for it, or schedule; null without keys' })
  requested_by!: string | null;

  @FlagProperty()
  force_executed!: boolean;

  @FlagProperty()
  files_cleaned!: boolean;

  @TimeProperty()
  requested_at!: string;

  @TimeProperty({ nullable: true })
  started_at!: string | null;

  @TimeProperty({ nullable: true })
  completed_at!: string | null;

  @NumberProperty({ nullable: true, description: 'From the start of its first step to the end of its last' })
  duration_seconds!: number | null;

  @TextProperty({ nullable: true })
  error_message!: string | null;

  @TextProperty({ nullable: true })
  error_code!: string | null;

  @ObjectListProperty(() => ExecutionView, { description: 'In the order in which they run' })
  executions!: ExecutionView[];
}

export class RunList {
  @TextProperty()
  task_id!: string;

  @ObjectListProperty(() => RunView)
  runs!: RunView[];

  @IntegerProperty()
  total!: number;
}
