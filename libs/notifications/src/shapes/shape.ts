import type { Language } from '#libs/language';
import type { EventKind, EventPayload } from '../event-kinds.js';

export const TARGET_KINDS = ['webhook', 'slack', 'dingtalk', 'wecom', 'feishu'] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

/** Address and secret of a target, as they are sealed. */
export interface TargetAddress {
  readonly url: string;
  /** Signs what is sent; null where the receiver asks for none. */
  readonly secret: string | null;
}

/** One event on its way to one target. */
export interface Notice {
  /** The same in every attempt. */
  readonly id: string;
  readonly event: EventKind;
  readonly createdAt: string;
  readonly payload: EventPayload;
  /** The sentence in every language. */
  readonly text: Readonly<Record<Language, string>>;
  readonly language: Language;
}

export interface ShapedRequest {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How a kind of receiver takes messages. */
export interface Shape {
  request(address: TargetAddress, notice: Notice, now: Date): ShapedRequest;
  /** The reason why the receiver did not take it, although it answered 200; null when it did. */
  refusal(answer: string): string | null;
}
