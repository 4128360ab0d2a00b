import type { RelationSummary } from '#libs/catalog';
import { LANGUAGES, type Language } from '#libs/language';
import { TASK_PARAMETER_LIMITS } from '#libs/pipeline';
import { ChoiceField, FlagField, TextField } from '../fields/field.js';
import {
  ChoiceProperty,
  FlagProperty,
  IntegerProperty,
  ObjectListProperty,
  ObjectProperty,
  TextListProperty,
  TextProperty,
} from '../fields/properties.js';
import { BodyExample } from '../openapi/body-example.js';

const CONNECTION = {
  max: 2_000,
  optional: true,
  description: 'postgresql://user:password@host:port/database, on an allowed host; by default the configured database',
} as const;
const OUTPUT_TYPES = ['ddl', 'md', 'both'] as const;
type OutputType = (typeof OUTPUT_TYPES)[number];
type RelationKind = RelationSummary['kind'];
const RELATION_KINDS = [
  'table',
  'partitioned_table',
  'view',
  'materialized_view',
  'foreign_table',
] as const satisfies readonly RelationKind[];

@BodyExample<ListTablesRequest>({ schema: 'public', table_name_pattern: 'bss_*' })
export class ListTablesRequest {
  @TextField(CONNECTION)
  db_connection?: string;

  @TextField({ min: 0, max: 2_000, default: 'public', description: 'Schemas with commas between them; * for all' })
  schema!: string;

  @TextField({ max: 200, optional: true, description: 'Names with * or % for any text: bss_*' })
  table_name_pattern?: string;

  @FlagField({ default: false, description: 'Views, materialized views and foreign tables as well' })
  include_views!: boolean;
}

class ListedTable {
  @TextProperty()
  name!: string;

  @ChoiceProperty(RELATION_KINDS)
  kind!: RelationKind;

  @TextProperty({ nullable: true })
  comment!: string | null;
}

class ConnectionInfo {
  @TextProperty()
  database!: string;
}

export class ListedTables {
  @TextListProperty({ description: 'schema.table, sorted' })
  tables!: string[];

  @IntegerProperty()
  total!: number;

  @TextListProperty()
  schemas!: string[];

  @TextProperty({ nullable: true })
  table_name_pattern!: string | null;

  @ObjectListProperty(() => ListedTable)
  details!: ListedTable[];

  @ObjectProperty(() => ConnectionInfo)
  db_connection_info!: ConnectionInfo;
}

@BodyExample<DocumentTableRequest>({ table: 'public.bss_company', type: 'both' })
export class DocumentTableRequest {
  @TextField({ max: 300, description: 'schema.table or table' })
  table!: string;

  @TextField(CONNECTION)
  db_connection?: string;

  @TextField({
    ...TASK_PARAMETER_LIMITS.business_context,
    trim: true,
    kept: true,
    optional: true,
    description: 'What the database is about; with it a configured model proposes the comments that are missing',
  })
  business_context?: string;

  @ChoiceField(OUTPUT_TYPES, { default: 'ddl', description: 'The documents of the answer' })
  type!: OutputType;

  @ChoiceField(LANGUAGES, { optional: true, description: 'By default that of business_context, else zh' })
  language?: Language;
}

class TableInfo {
  @TextProperty()
  table_name!: string;

  @TextProperty()
  schema_name!: string;

  @TextProperty()
  full_name!: string;

  @ChoiceProperty(RELATION_KINDS)
  kind!: RelationKind;

  @TextProperty({ nullable: true })
  comment!: string | null;

  @IntegerProperty()
  field_count!: number;

  @IntegerProperty({ nullable: true, description: 'An estimate for big tables' })
  row_count!: number | null;

  @TextProperty({ nullable: true })
  table_size!: string | null;
}

class DocumentedColumn {
  @TextProperty()
  name!: string;

  @TextProperty()
  type!: string;

  @FlagProperty()
  nullable!: boolean;

  @TextProperty({ nullable: true })
  comment!: string | null;

  @FlagProperty()
  is_primary_key!: boolean;

  @FlagProperty()
  is_foreign_key!: boolean;

  @TextProperty({ nullable: true })
  default_value!: string | null;

  @FlagProperty()
  is_enum!: boolean;

  @TextListProperty({ nullable: true })
  enum_values!: string[] | null;
}

class GenerationInfo {
  @TextProperty({ nullable: true })
  business_context!: string | null;

  @ChoiceProperty(OUTPUT_TYPES)
  output_type!: OutputType;

  @FlagProperty()
  has_llm_comments!: boolean;

  @ChoiceProperty(LANGUAGES)
  language!: Language;

  @TextProperty()
  database!: string;
}

export class DocumentedTable {
  @TextProperty({ optional: true })
  ddl?: string;

  @TextProperty({ optional: true })
  md?: string;

  @ObjectProperty(() => TableInfo)
  table_info!: TableInfo;

  @ObjectListProperty(() => DocumentedColumn)
  fields!: DocumentedColumn[];

  @ObjectProperty(() => GenerationInfo)
  generation_info!: GenerationInfo;
}
