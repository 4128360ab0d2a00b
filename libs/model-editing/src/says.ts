import type { Plain } from '#libs/semantic-model';

/**
 * Whether a statement of the file still says what a person gave. A run writes it in its own form: a bare text for both
 * languages, the language that was missing, codes that occur since.
 */
export function says(now: Plain | undefined, given: Plain | undefined): boolean {
  if (now === undefined || given === undefined || now === null || given === null) {
    return (now ?? null) === (given ?? null);
  }
  if (isList(given)) {
    const texts = isList(now) ? now : isRecord(now) ? Object.values(now).flat() : [now];
    return given.every((text) => texts.some((other) => says(other, text)));
  }
  if (isRecord(given)) {
    return Object.entries(given).every(([key, value]) =>
      isRecord(now) ? says(now[key], value) : !isList(now) && says(now, value),
    );
  }
  if (isList(now)) {
    return now.some((text) => says(text, given));
  }
  return isRecord(now) ? Object.values(now).some((text) => says(text, given)) : String(now) === String(given);
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

function isRecord(value: Plain): value is Readonly<Record<string, Plain | undefined>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
