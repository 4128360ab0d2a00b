import { API_KEY_SCOPES, type ApiKeyScope } from '#libs/database';
import { IntegerField, ListField, TextField } from '../fields/field.js';
import {
  ChoiceListProperty,
  ChoiceProperty,
  ObjectListProperty,
  TextProperty,
  TimeProperty,
} from '../fields/properties.js';
import { choiceShape } from '../fields/shapes.js';
import { BodyExample } from '../openapi/body-example.js';

const KEY_STATES = ['valid', 'expired', 'revoked'] as const;
export type KeyState = (typeof KEY_STATES)[number];

export class KeyPath {
  @TextField({
    max: 18,
    pattern: /^\d{1,18}$/,
    expected: { zh: '一个密钥的 id', en: 'the id of a key' },
    description: 'Id of the key',
    example: '7',
  })
  key_id!: string;
}

@BodyExample<CreateKeyRequest>({ name: 'nightly job', scopes: ['read', 'run'], expires_days: 90 })
export class CreateKeyRequest {
  @TextField({
    max: 100,
    trim: true,
    accepts: (value) => !/\p{Cc}/u.test(value),
    expected: {
      zh: ' 1 到 100 个字符、不含控制字符的文本',
      en: 'text of 1 to 100 characters without control characters',
    },
    description: 'The person or program that the key is for',
  })
  name!: string;

  @ListField(choiceShape(API_KEY_SCOPES), {
    max: API_KEY_SCOPES.length,
    default: ['read', 'run'],
    description: 'Each scope includes those before it',
  })
  scopes!: ApiKeyScope[];

  @IntegerField({ min: 1, max: 99_999, optional: true, description: 'Days until it expires; absent: it does not' })
  expires_days?: number;
}

export class KeyView {
  @TextProperty({ example: '7' })
  key_id!: string;

  @TextProperty()
  name!: string;

  @TextProperty({ description: 'The first characters of the key', example: 'dpk_4fQ1x2aB' })
  key_prefix!: string;

  @ChoiceListProperty(API_KEY_SCOPES)
  scopes!: ApiKeyScope[];

  @ChoiceProperty(KEY_STATES)
  state!: KeyState;

  @TimeProperty()
  created_at!: string;

  @TimeProperty({ nullable: true })
  expires_at!: string | null;

  @TimeProperty({ nullable: true })
  revoked_at!: string | null;

  @TimeProperty({ nullable: true, description: 'To the minute' })
  last_used_at!: string | null;
}

export class CreatedKey extends KeyView {
  @TextProperty({ description: 'Shown here only: the installation keeps its hash', example: 'dpk_…' })
  api_key!: string;
}

export class KeyList {
  @ObjectListProperty(() => KeyView, { description: 'Newest first; keys of the variable API_KEYS are not among them' })
  keys!: KeyView[];
}
