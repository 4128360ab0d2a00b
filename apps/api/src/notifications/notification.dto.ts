import { LANGUAGES, type Language } from '#libs/language';
import {
  DELIVERY_STATES,
  EVENT_KINDS,
  TARGET_KINDS,
  type DeliveryState,
  type EventKind,
  type TargetKind,
} from '#libs/notifications';
import { ChoiceField, FlagField, ListField, TextField } from '../fields/field.js';
import {
  ChoiceListProperty,
  ChoiceProperty,
  ConstantProperty,
  FlagProperty,
  IntegerProperty,
  JsonProperty,
  ObjectListProperty,
  TextProperty,
  TimeProperty,
} from '../fields/properties.js';
import { choiceShape } from '../fields/shapes.js';
import { LimitField, OffsetField } from '../http/paging.js';
import { BodyExample } from '../openapi/body-example.js';

const UUID = {
  max: 36,
  pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  expected: { zh: '通知目标的 target_id', en: 'the target_id of a notification target' },
  description: 'Id of the target',
  example: '0a6f9d3c-5b7e-4d1f-9a55-6b8f7c2d1e00',
} as const;

export class TargetPath {
  @TextField(UUID)
  target_id!: string;
}

export class DeliveryPath {
  @TextField({
    max: 18,
    pattern: /^\d{1,18}$/,
    expected: { zh: '一条投递记录的 id', en: 'the id of a delivery' },
    description: 'Id of the delivery',
    example: '12',
  })
  delivery_id!: string;
}

@BodyExample<CreateTargetRequest>({
  name: 'on call',
  kind: 'feishu',
  url: 'https://open.feishu.cn/open-apis/bot/v2/hook/0a6f9d3c',
  events: ['task.failed', 'backup.overdue'],
  language: 'zh',
})
export class CreateTargetRequest {
  @TextField({ max: 100, trim: true, description: 'A name of its own' })
  name!: string;

  @ChoiceField(TARGET_KINDS, { description: 'webhook: signed JSON; the others: a text message of that service' })
  kind!: TargetKind;

  @TextField({
    max: 2000,
    accepts: isHttpUrl,
    expected: { zh: '以 http:// 或 https:// 开头的 URL', en: 'a URL that begins with http:// or https://' },
    description: 'Where to post; stored encrypted, because such addresses give access',
  })
  url!: string;

  @TextField({ max: 500, optional: true, description: 'Signs what is sent; needed for webhook; stored encrypted' })
  secret?: string;

  @ListField(choiceShape(EVENT_KINDS), { max: EVENT_KINDS.length, description: 'The events to send' })
  events!: EventKind[];

  @ChoiceField(LANGUAGES, { default: 'zh', description: 'Language of the text' })
  language!: Language;
}

@BodyExample<SwitchTargetRequest>({ enabled: false })
export class SwitchTargetRequest {
  @FlagField({ description: 'Whether events are sent to it; those on their way wait meanwhile' })
  enabled!: boolean;
}

export class TargetView {
  @TextProperty()
  target_id!: string;

  @TextProperty()
  name!: string;

  @ChoiceProperty(TARGET_KINDS)
  kind!: TargetKind;

  @TextProperty({ description: 'Of its address; the rest is not shown' })
  host!: string;

  @ChoiceListProperty(EVENT_KINDS)
  events!: EventKind[];

  @ChoiceProperty(LANGUAGES)
  language!: Language;

  @FlagProperty()
  enabled!: boolean;

  @TimeProperty()
  created_at!: string;
}

export class TargetList {
  @ObjectListProperty(() => TargetView)
  targets!: TargetView[];

  @IntegerProperty()
  total!: number;
}

export class RemovedTarget {
  @TextProperty()
  target_id!: string;

  @ConstantProperty(true)
  removed!: true;
}

export class DeliveriesQuery {
  @TextField({ ...UUID, optional: true, description: 'Only those to this target' })
  target_id?: string;

  @ChoiceField(DELIVERY_STATES, { optional: true, description: 'Only those in this state' })
  state?: DeliveryState;

  @LimitField(500, 50)
  limit!: number;

  @OffsetField()
  offset!: number;
}

export class DeliveryView {
  @TextProperty()
  delivery_id!: string;

  @TextProperty()
  target_id!: string;

  @ChoiceProperty(EVENT_KINDS)
  event!: EventKind;

  @JsonProperty({ description: 'The facts of the event' })
  data!: Record<string, unknown>;

  @ChoiceProperty(DELIVERY_STATES, { description: 'dead: given up after the last attempt' })
  state!: DeliveryState;

  @IntegerProperty()
  attempts!: number;

  @TimeProperty()
  created_at!: string;

  @TimeProperty({ nullable: true })
  next_attempt_at!: string | null;

  @TimeProperty({ nullable: true })
  delivered_at!: string | null;

  @TextProperty({ nullable: true })
  last_error!: string | null;
}

export class DeliveryList {
  @ObjectListProperty(() => DeliveryView)
  deliveries!: DeliveryView[];

  @IntegerProperty()
  total!: number;

  @IntegerProperty()
  limit!: number;

  @IntegerProperty()
  offset!: number;
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
