import {
  VECTOR_OPERATION_KINDS,
  VECTOR_OPERATION_STATUSES,
  type VectorOperationKind,
  type VectorOperationStatus,
} from '#libs/database';
import {
  ChoiceProperty,
  ConstantProperty,
  FlagProperty,
  IntegerProperty,
  JsonProperty,
  ObjectListProperty,
  ObjectProperty,
  TextListProperty,
  TextProperty,
  TimeProperty,
} from '../fields/properties.js';
import { Waiting } from '../tasks/waiting.js';

class OperationError {
  @TextProperty()
  code!: string;

  @TextProperty()
  message!: string;

  @JsonProperty()
  details!: Record<string, unknown>;
}

class OperationFile {
  @TextProperty()
  file_name!: string;

  @TextProperty()
  download_url!: string;
}

export class StartedOperation {
  @TextProperty()
  response!: string;

  @TextProperty()
  operation_id!: string;

  @ChoiceProperty(VECTOR_OPERATION_STATUSES)
  status!: VectorOperationStatus;

  @TextProperty()
  operation_url!: string;

  @TimeProperty()
  timestamp!: string;
}

export class OperationView {
  @TextProperty()
  operation_id!: string;

  @ChoiceProperty(VECTOR_OPERATION_KINDS)
  kind!: VectorOperationKind;

  @ChoiceProperty(VECTOR_OPERATION_STATUSES)
  status!: VectorOperationStatus;

  @TextProperty({ nullable: true })
  task_id!: string | null;

  @JsonProperty()
  parameters!: Record<string, unknown>;

  @JsonProperty({
    nullable: true,
    description: 'phase, table, rows, total_rows, bytes, rows_per_second, bytes_per_second, expected_end',
  })
  progress!: Record<string, unknown> | null;

  @JsonProperty({ nullable: true })
  result!: Record<string, unknown> | null;

  @ObjectProperty(() => OperationError, { nullable: true })
  error!: OperationError | null;

  @ObjectProperty(() => Waiting, { nullable: true, description: 'Set while it waits for an outage to end' })
  waiting!: Waiting | null;

  @FlagProperty()
  cancel_requested!: boolean;

  @IntegerProperty()
  attempts!: number;

  @TextProperty({ nullable: true })
  worker_id!: string | null;

  @TimeProperty()
  created_at!: string;

  @TimeProperty({ nullable: true })
  started_at!: string | null;

  @TimeProperty({ nullable: true })
  completed_at!: string | null;

  @ObjectListProperty(() => OperationFile)
  files!: OperationFile[];
}

export class OperationList {
  @ObjectListProperty(() => OperationView)
  operations!: OperationView[];

  @IntegerProperty()
  total!: number;

  @IntegerProperty()
  limit!: number;

  @IntegerProperty()
  offset!: number;
}

export class CancelledOperation {
  @TextProperty()
  operation_id!: string;

  @ChoiceProperty(['cancelled', 'running'], { description: 'running: it was asked to stop and ends shortly' })
  status!: 'cancelled' | 'running';

  @ConstantProperty(true)
  cancel_requested!: true;
}

export class RemovedOperation {
  @TextProperty()
  operation_id!: string;

  @TextListProperty()
  removed_files!: string[];
}
