import { ListField } from '../fields/field.js';
import {
  ChoiceProperty,
  FlagProperty,
  IntegerProperty,
  ObjectListProperty,
  ObjectProperty,
  TextListProperty,
  TextProperty,
} from '../fields/properties.js';
import { textShape } from '../fields/shapes.js';
import { BodyExample } from '../openapi/body-example.js';

export const REMEDY_KINDS = ['add_synonym', 'add_join', 'add_pair'] as const;
export type RemedyKind = (typeof REMEDY_KINDS)[number];

export class RemedyEdit {
  @TextProperty({ optional: true, description: 'add_synonym: `schema.table`' })
  table?: string;

  @TextProperty({ optional: true, nullable: true, description: 'add_synonym: null for a name of the table' })
  column?: string | null;

  @TextProperty({ optional: true, description: 'add_synonym: the word' })
  synonym?: string;

  @TextProperty({ optional: true, description: 'add_join: `schema.table.column`' })
  from?: string;

  @TextProperty({ optional: true, description: 'add_join: `schema.table.column`' })
  to?: string;

  @TextProperty({ optional: true, description: 'add_pair: the question' })
  question?: string;

  @TextProperty({ optional: true, description: 'add_pair: its statement' })
  sql?: string;
}

export class RemedyView {
  @TextProperty({ description: 'The same for the same remedy, in every evaluation' })
  id!: string;

  @ChoiceProperty(REMEDY_KINDS, { description: 'Synonyms and joins change the semantic model, pairs a pair file' })
  kind!: RemedyKind;

  @ObjectProperty(() => RemedyEdit, { description: 'What it changes; the fields depend on the kind' })
  edit!: RemedyEdit;

  @TextListProperty({ description: 'Causes that it removes' })
  causes!: string[];

  @IntegerProperty({ description: 'Failed questions of the open half that it is made from' })
  questions!: number;

  @FlagProperty({ description: 'The cheapest remedy of at least one of them' })
  is_cheapest!: boolean;
}

export class RemedyList {
  @ObjectListProperty(() => RemedyView, { description: 'Those that help most questions first' })
  remedies!: RemedyView[];
}

@BodyExample<RemedyRequest>({ remedy_ids: ['remedy_0123456789abcdef'] })
export class RemedyRequest {
  @ListField(textShape({ max: 64 }), {
    max: 10_000,
    optional: true,
    description: 'Ids of remedies; by default every cheapest one',
  })
  remedy_ids?: string[];
}

export class AppliedRemedyView {
  @TextProperty({ description: 'Id of the remedy' })
  id!: string;

  @ChoiceProperty(['applied', 'present', 'unknown'], {
    description: 'present: it was there already; unknown: the semantic model has no such table or column',
  })
  outcome!: 'applied' | 'present' | 'unknown';
}

export class AppliedRemedies {
  @ObjectListProperty(() => AppliedRemedyView, { description: 'In the order of their kinds' })
  remedies!: AppliedRemedyView[];
}
