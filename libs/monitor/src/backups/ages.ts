import type { Text } from '#libs/language';

/** An age that people read: hours up to two days, then days. */
export function ageText(seconds: number): Text {
  const hours = Math.floor(seconds / 3_600);
  if (hours < 48) {
    return { zh: `${hours} 小时`, en: hours === 1 ? 'one hour' : `${hours} hours` };
  }
  const days = Math.floor(hours / 24);
  return { zh: `${days} 天`, en: `${days} days` };
}
