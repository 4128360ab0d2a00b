import { TextField } from '../fields/field.js';
import { IntegerProperty, JsonProperty, ObjectListProperty, TextProperty, TimeProperty } from '../fields/properties.js';
import { LimitField } from '../http/paging.js';

/** PostgreSQL text cannot contain NUL, so no entry can match one. */
const searched = <const M extends number>(max: M) => ({
  max,
  // No pattern: those of JSON schemas have no such classes everywhere.
  accepts: (value: string) => !/\p{Cc}/u.test(value),
  expected: {
    zh: ` 1 到 ${max} 个字符、不含控制字符的文本`,
    en: `text of 1 to ${max} characters without control characters`,
  },
});

export class AuditQuery {
  @LimitField(500, 100)
  limit!: number;

  @TextField({
    max: 18,
    pattern: /^\d{1,18}$/,
    expected: { zh: '一条记录的 id', en: 'the id of an entry' },
    optional: true,
    description: 'Only entries before the one with this id: next_before_id of the page before',
  })
  before_id?: string;

  @TextField({ ...searched(120), optional: true, description: 'Name of a key' })
  actor?: string;

  @TextField({
    ...searched(200),
    optional: true,
    description: 'Part of target or details, such as the id of a task',
  })
  mentions?: string;
}

export class AuditEntry {
  @TextProperty()
  id!: string;

  @TimeProperty()
  at!: string;

  @TextProperty({ description: 'Name of the key; anonymous while no key is required' })
  actor!: string;

  @TextProperty({ nullable: true })
  key_id!: string | null;

  @TextProperty({ description: 'Method and route' })
  action!: string;

  @TextProperty({ description: 'The path of the request' })
  target!: string;

  @IntegerProperty()
  status!: number;

  @TextProperty({ nullable: true })
  ip_address!: string | null;

  @TextProperty({ nullable: true })
  user_agent!: string | null;

  @TextProperty({ nullable: true })
  request_id!: string | null;

  @JsonProperty({
    nullable: true,
    description: 'Query, body, and the names in the answer; without secrets, long texts cut',
  })
  details!: Record<string, unknown> | null;
}

export class AuditList {
  @ObjectListProperty(() => AuditEntry)
  entries!: AuditEntry[];

  @IntegerProperty()
  total!: number;

  @IntegerProperty()
  limit!: number;

  @TextProperty({ nullable: true })
  next_before_id!: string | null;
}
