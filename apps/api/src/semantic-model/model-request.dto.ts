import { MODEL_EDIT_PARTS, type ModelEditPart } from '#libs/database';
import { ChoiceField, IntegerField, ListField, QueryIntegerField, ShapedField, TextField } from '../fields/field.js';
import { Rule } from '../fields/request-rule.js';
import { jsonObjectShape, textShape } from '../fields/shapes.js';
import { LimitField } from '../http/paging.js';
import { BodyExample } from '../openapi/body-example.js';

const NAME = { max: 300 } as const;
/** The meanings of some thousand codes. */
const MOST_CHARACTERS = 200_000;
const MOST_EDITS = 1_000_000_000;

export class ModelTableQuery {
  @TextField({ ...NAME, description: 'The table, as schema.table', example: 'public.bss_company' })
  table!: string;
}

export class ModelEditsQuery {
  @TextField({
    ...NAME,
    optional: true,
    description: 'Only edits of this table, its columns, and joins that start there',
  })
  table?: string;

  @QueryIntegerField({ min: 1, max: MOST_EDITS, optional: true, description: 'Only edits with a smaller number' })
  before?: number;

  @LimitField(200, 50)
  limit!: number;
}

@Rule<ModelChangeRequest>(
  'name',
  { zh: '除 part 为 table 外，应给出字段、关联或指标的名称', en: 'expected the name of the column, join or metric' },
  ({ part, name }) => part === 'table' || name !== undefined,
)
@Rule<ModelChangeRequest>(
  'set',
  { zh: '应给出 set 或 follow', en: 'expected set or follow' },
  ({ set, follow }) => set !== undefined || follow !== undefined,
)
@BodyExample<ModelChangeRequest>({
  part: 'column',
  table: 'public.bss_company',
  name: 'company_name',
  set: { label: { zh: '公司名称', en: 'company name' }, role: 'text' },
})
export class ModelChangeRequest {
  @ChoiceField(MODEL_EDIT_PARTS, { description: 'What the statements are about' })
  part!: ModelEditPart;

  @TextField({ ...NAME, description: 'The table, as schema.table; of a join the one that it starts from' })
  table!: string;

  @TextField({ ...NAME, optional: true, description: 'Name of the column, join or metric' })
  name?: string;

  @ShapedField(jsonObjectShape(MOST_CHARACTERS), {
    optional: true,
    description:
      'Statements by their key in semantic_model.yaml, such as label, role, unit, values or standing; null takes back what the database says',
  })
  set?: Record<string, unknown>;

  @ListField(textShape({ max: 60 }), {
    max: 40,
    optional: true,
    description: 'Keys of statements that follow the database again; the next run of ddl_generation derives them',
  })
  follow?: string[];
}

@BodyExample<NewJoinRequest>({
  from: 'public.bss_service_area',
  from_columns: ['company_id'],
  to: 'public.bss_company',
  to_columns: ['id'],
})
@Rule<NewJoinRequest>(
  'to_columns',
  { zh: '字段数应与 from_columns 相同', en: 'expected as many columns as in from_columns' },
  ({ from_columns: from, to_columns: to }) => from.length === to.length,
)
export class NewJoinRequest {
  @TextField({ ...NAME, description: 'The table that refers to the other one, as schema.table' })
  from!: string;

  @ListField(textShape(NAME), { max: 32, description: 'Its columns' })
  from_columns!: string[];

  @TextField({ ...NAME, description: 'The other table, as schema.table' })
  to!: string;

  @ListField(textShape(NAME), { max: 32, description: 'The columns that they are compared with, in the same order' })
  to_columns!: string[];

  @ShapedField(jsonObjectShape(10_000), {
    optional: true,
    description: 'More statements about the join, such as role, cardinality, optional or condition',
  })
  set?: Record<string, unknown>;
}

@BodyExample<ModelUndoRequest>({})
export class ModelUndoRequest {
  @IntegerField({
    min: 1,
    max: MOST_EDITS,
    optional: true,
    description: 'Number of the edit; by default the last edit of this key that stands',
  })
  number?: number;
}
