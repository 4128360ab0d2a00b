import { EXECUTION_STATUSES, type ExecutionStatus } from '#libs/database';
import { STEP_NAMES, type StepName } from '#libs/pipeline';
import { ChoiceField, FlagField } from '../fields/field.js';
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
import { Waiting } from '../tasks/waiting.js';
import { BodyExample } from '../openapi/body-example.js';

const EXECUTION_MODES = ['complete', 'step'] as const;
export type ExecutionMode = (typeof EXECUTION_MODES)[number];

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
    zh: 'execution_mode 为 complete 时不能给出 step_name；只运行一个步骤时请用 step',
    en: 'is not taken with execution_mode complete: send step to run one step',
  },
  ({ execution_mode: mode, step_name: step }) => mode !== 'complete' || step === undefined,
)
@BodyExample<ExecuteRequest>({ execution_mode: 'complete', force_execution: false, clean_existing_files: true })
export class ExecuteRequest {
  @ChoiceField(EXECUTION_MODES, {
    optional: true,
    description:
      'complete: all enabled steps; step: the one of step_name. By default step with a step_name, else complete',
  })
  execution_mode?: ExecutionMode;

  @ChoiceField(STEP_NAMES, { optional: true, description: 'The step to run; needed when execution_mode is step' })
  step_name?: StepName;

  @FlagField({ default: false, description: 'Run the step although the one before it is not completed' })
  force_execution!: boolean;

  @FlagField({
    default: false,
    description: 'Also remove the outputs of the later steps; those of the steps that run are replaced in any case',
  })
  clean_existing_files!: boolean;
}

export class StartedRun {
  @TextProperty()
  task_id!: string;

  @ChoiceProperty(EXECUTION_MODES)
  execution_mode!: ExecutionMode;

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
