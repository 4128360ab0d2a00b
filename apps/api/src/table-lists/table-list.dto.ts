import { TABLE_LIST_FILE } from '#libs/step-files';
import { ShapedField } from '../fields/field.js';
import {
  ChoiceProperty,
  FlagProperty,
  IntegerProperty,
  TextListProperty,
  TextProperty,
  TimeProperty,
} from '../fields/properties.js';
import { listOrTextShape, listShape, textShape } from '../fields/shapes.js';
import { BodyExample } from '../openapi/body-example.js';
import { Warned } from '../tasks/target-warnings.js';

const TABLES = listOrTextShape(listShape(textShape({ max: 500 }), { max: 1_000 }), textShape({ max: 100_000 }));

@BodyExample<TableListRequest>({ tables: ['public.bss_company', 'public.bss_service_area'] })
export class TableListRequest {
  @ShapedField(TABLES, { description: 'A list of tables, or one text with commas between them' })
  tables!: string[] | string;
}

export class StoredTableList extends Warned {
  @TextProperty()
  task_id!: string;

  @ChoiceProperty([TABLE_LIST_FILE])
  filename!: typeof TABLE_LIST_FILE;

  @IntegerProperty()
  table_count!: number;

  @TextListProperty()
  tables!: string[];
}

export class UploadedTableList extends StoredTableList {
  @IntegerProperty()
  file_size!: number;

  @TextProperty()
  file_size_formatted!: string;

  @TimeProperty()
  upload_time!: string;
}

export class TableListInfo {
  @TextProperty()
  task_id!: string;

  @FlagProperty()
  has_file!: boolean;

  @FlagProperty()
  exists!: boolean;

  @ChoiceProperty([TABLE_LIST_FILE])
  file_name!: typeof TABLE_LIST_FILE;

  @TextProperty({ description: 'Inside the storage' })
  file_path!: string;

  @IntegerProperty({ nullable: true })
  file_size!: number | null;

  @TextProperty({ nullable: true })
  file_size_formatted!: string | null;

  @TimeProperty({ nullable: true })
  uploaded_at!: string | null;

  @FlagProperty()
  is_readable!: boolean;

  @IntegerProperty()
  table_count!: number;

  @TextListProperty()
  table_names!: string[];
}
