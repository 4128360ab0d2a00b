import { IntegerField } from '../fields/field.js';
import {
  IntegerProperty,
  NumberProperty,
  ObjectListProperty,
  TextListProperty,
  TextProperty,
} from '../fields/properties.js';
import { BodyExample } from '../openapi/body-example.js';
import { StoreAnswer } from './store-answer.dto.js';
import { StoreQuestionRequest } from './store-filter.dto.js';

/** Most hits of a collection. */
const HITS = { min: 0, max: 100, default: 10 } as const;

@BodyExample<SearchRequest>({ question: '哪个服务区的营业额最高？', mode: 'hybrid', pairs: 3 })
export class SearchRequest extends StoreQuestionRequest {
  @IntegerField({ ...HITS, description: 'Most hits among the DDL' })
  ddl!: number;

  @IntegerField({ ...HITS, description: 'Most hits among the documents' })
  documents!: number;

  @IntegerField({ ...HITS, description: 'Most hits among the pairs' })
  pairs!: number;
}

class FoundRecord {
  @TextProperty()
  id!: string;

  @NumberProperty({ description: 'Orders the hits of one answer; in mode vector the cosine similarity' })
  score!: number;

  @IntegerProperty({ nullable: true, description: 'Rank by vectors, from 1' })
  vector_rank!: number | null;

  @NumberProperty({ nullable: true, description: 'Cosine similarity, -1 to 1' })
  similarity!: number | null;

  @IntegerProperty({ nullable: true, description: 'Rank by words, from 1' })
  lexical_rank!: number | null;

  @TextListProperty({ description: 'Words of the question that the record has' })
  matched_terms!: string[];

  @TextProperty({
    nullable: true,
    description: 'The table of a better hit that its table joins, where that raised it',
  })
  joined_to!: string | null;

  @TextProperty({ nullable: true, description: 'The business database that it is about' })
  db_name!: string | null;

  @TextListProperty({ description: 'The tasks that loaded it' })
  tasks!: string[];
}

export class FoundText extends FoundRecord {
  @TextProperty({ description: 'The text of the record' })
  document!: string;
}

export class FoundPair extends FoundRecord {
  @TextProperty({
    nullable: true,
    description: 'Null where another program has written the record in a form of its own',
  })
  question!: string | null;

  @TextProperty()
  sql!: string;
}

export class SearchAnswer extends StoreAnswer {
  @ObjectListProperty(() => FoundText)
  ddl!: FoundText[];

  @ObjectListProperty(() => FoundText)
  documents!: FoundText[];

  @ObjectListProperty(() => FoundPair)
  pairs!: FoundPair[];
}
