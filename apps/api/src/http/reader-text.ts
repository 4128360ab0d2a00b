import type { FastifyRequest } from 'fastify';
import { renderKnown, type Language, type Message } from '#libs/language';
import '#libs/steps/qa-generation';
import '#libs/steps/sql-validation';
import '#libs/steps/training-load';
import { preferredLanguage } from './language.js';

/** A stored text: the message, and its sentence in the language of the task. */
interface StoredText {
  readonly message: Message | null;
  readonly sentence: string | null;
}

/** Null for a client that names no language of ours: it reads each task in the language of the task. */
export type Reader = Language | null;

export function readerOf(request: FastifyRequest): Reader {
  return preferredLanguage(request);
}

/**
 * The text in the language of the reader. Texts of earlier versions, and messages that this version does not know, are
 * shown as they were written. The imports above declare the messages of the steps.
 */
export function readerText({ message, sentence }: StoredText, reader: Reader): string | null {
  const rendered = message === null || reader === null ? null : renderKnown(message, reader);
  return rendered ?? sentence;
}
