import { ChoiceField, IntegerField } from '../fields/field.js';
import {
  ChoiceProperty,
  FlagProperty,
  IntegerProperty,
  ObjectListProperty,
  TextListProperty,
  TextProperty,
} from '../fields/properties.js';
import { LANGUAGES, type Language } from '#libs/language';
import { DEFAULT_CONTEXT } from '#libs/reader-context';
import { BodyExample } from '../openapi/body-example.js';
import { StoreAnswer } from '../search/store-answer.dto.js';
import { StoreQuestionRequest } from '../search/store-filter.dto.js';

const FORMATS = ['json', 'text'] as const;
const REASONS = ['found', 'pair', 'join'] as const;
const LEFT_OUT = ['table', 'columns', 'document', 'pair'] as const;

@BodyExample<ContextRequest>({ question: '哪个服务区的营业额最高？', max_tokens: 6_000 })
export class ContextRequest extends StoreQuestionRequest {
  @IntegerField({
    min: 500,
    max: 1_000_000,
    default: DEFAULT_CONTEXT.maxTokens,
    description: 'Of the context as text, by an estimate for both languages',
  })
  max_tokens!: number;

  @IntegerField({
    min: 1,
    max: 100,
    default: DEFAULT_CONTEXT.maxTables,
    description: 'Most tables that the search brings; pairs and joins may bring more',
  })
  max_tables!: number;

  @IntegerField({ min: 0, max: 40, default: DEFAULT_CONTEXT.maxPairs, description: 'Most pairs' })
  max_pairs!: number;

  @ChoiceField(FORMATS, { default: 'json', description: 'text: the whole as one text for a prompt' })
  format!: (typeof FORMATS)[number];

  @ChoiceField(LANGUAGES, {
    optional: true,
    description: 'Of the headings of the text; by default that of Accept-Language',
  })
  language?: Language;
}

class ContextTableAnswer {
  @TextProperty({ description: 'schema.table', example: 'public.bss_service_area' })
  name!: string;

  @TextProperty({ nullable: true, description: 'The business database that it is of' })
  db_name!: string | null;

  @ChoiceProperty(REASONS, { description: 'found: by the search; pair: a pair reads it; join: between two others' })
  reason!: (typeof REASONS)[number];

  @TextProperty({ example: 'create table public.bss_service_area (…)' })
  ddl!: string;

  @TextProperty({ nullable: true, description: 'What its document says beyond the DDL, cut by importance' })
  document!: string | null;
}

class ContextJoin {
  @TextProperty({ example: 'public.bss_branch.service_area_id = public.bss_service_area.id' })
  condition!: string;

  @FlagProperty({ description: 'By a foreign key; otherwise inferred' })
  declared!: boolean;
}

class ContextPair {
  @TextProperty({ example: '有多少个服务区？' })
  question!: string;

  @TextProperty({ example: 'SELECT count(*) FROM bss_service_area;' })
  sql!: string;
}

class ContextLeftOut {
  @ChoiceProperty(LEFT_OUT)
  kind!: (typeof LEFT_OUT)[number];

  @TextProperty({ description: 'Name of the table, or the question of the pair' })
  name!: string;
}

export class ContextAnswer extends StoreAnswer {
  @IntegerProperty({ description: 'Of the context as text, estimated' })
  tokens!: number;

  @TextProperty({ optional: true, description: 'The context; with format text' })
  text?: string;

  @ObjectListProperty(() => ContextTableAnswer, { optional: true, description: 'With format json' })
  tables?: ContextTableAnswer[];

  @ObjectListProperty(() => ContextJoin, {
    optional: true,
    description: 'Joins between these tables; with format json',
  })
  joins?: ContextJoin[];

  @TextListProperty({
    optional: true,
    description: 'Documents that people or other programs have written; with format json',
  })
  documents?: string[];

  @ObjectListProperty(() => ContextPair, { optional: true, description: 'With format json' })
  pairs?: ContextPair[];

  @ObjectListProperty(() => ContextLeftOut, { description: 'What was found and did not fit' })
  left_out!: ContextLeftOut[];
}
