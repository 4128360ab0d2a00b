import type { ByLanguage, Language } from '#libs/language';
import { LOCALES } from '../i18n/locales.js';

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;
const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];
/** A month in letters cannot be taken for a day. */
const DAYS: ByLanguage<Intl.DateTimeFormatOptions> = {
  zh: { month: '2-digit', day: '2-digit' },
  en: { month: 'short', day: 'numeric' },
};
const AGES: ByLanguage<Intl.RelativeTimeFormatStyle> = { zh: 'short', en: 'long' };
const DURATION_UNITS: ByLanguage<readonly [string, string, string, string]> = {
  zh: [' 天', ' 小时', ' 分', ' 秒'],
  en: [' d', ' h', ' min', ' s'],
};

export interface Format {
  readonly number: (value: number, digits?: number) => string;
  readonly percent: (value: number) => string;
  readonly bytes: (value: number) => string;
  /** In the time zone of the installation. @param iso null gives a dash */
  readonly time: (iso: string | null | undefined) => string;
  readonly clock: (iso: string) => string;
  readonly ago: (iso: string, now?: number) => string;
  readonly duration: (seconds: number) => string;
}

/** Puts a space between a figure and the Chinese after it, as durations have one. */
const spaced = (text: string) => text.replace(/(\d)(\p{Script=Han})/u, '$1 $2');

/** Numbers and times in the language of the reader and the time zone of the installation. */
export function createFormat(language: Language, timeZone: string): Format {
  const locale = LOCALES[language];
  const day = new Intl.DateTimeFormat(locale, {
    timeZone,
    year: 'numeric',
    ...DAYS[language],
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const clock = new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit', hour12: false });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: AGES[language] });
  const number = (value: number, digits = 0) => value.toLocaleString(locale, { maximumFractionDigits: digits });
  return {
    number,
    percent: (value) => `${number(value, 1)}%`,
    bytes: (value) => {
      const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, value)) / 10));
      return `${number(value / 1024 ** power, power === 0 ? 0 : 1)} ${UNITS[power]}`;
    },
    time: (iso) => (iso ? day.format(new Date(iso)) : '—'),
    clock: (iso) => clock.format(new Date(iso)),
    ago: (iso, now = Date.now()) => {
      const seconds = (new Date(iso).getTime() - now) / 1_000;
      const [unit, size] = STEPS.find(([, step]) => Math.abs(seconds) >= step) ?? ['second', 1];
      return spaced(relative.format(Math.round(seconds / size), unit));
    },
    duration: (seconds) => {
      const [days, hours, minutes, rest] = DURATION_UNITS[language];
      const parts: readonly (readonly [number, string])[] = [
        [Math.floor(seconds / 86_400), days],
        [Math.floor(seconds / 3_600) % 24, hours],
        [Math.floor(seconds / 60) % 60, minutes],
      ];
      const first = parts.findIndex(([value]) => value > 0);
      if (first === -1) {
        return `${number(seconds, seconds < 10 ? 1 : 0)}${rest}`;
      }
      const seen = [...parts, [Math.floor(seconds) % 60, rest] as const].slice(first, first + 2);
      return seen.map(([value, unit]) => `${value}${unit}`).join(' ');
    },
  };
}
