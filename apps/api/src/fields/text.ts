import type { Text } from '#libs/language';

export function text(zh: string, en: string): Text {
  return { zh, en };
}
