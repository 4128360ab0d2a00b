import type { ByLanguage, Language } from '#libs/language';
import { LOCALES } from '../i18n/locales.js';

interface Times {
  readonly minutes: string;
  readonly hours: string;
  readonly day: string;
  readonly weekdays: string;
}

const WORDS: ByLanguage<{
  readonly everyMinutes: (n: string) => string;
  readonly hourly: (minute: string) => string;
  readonly everyHours: (n: string, minute: string) => string;
  readonly daily: (time: string) => string;
  readonly weekly: (days: string, time: string) => string;
  readonly monthly: (day: string, time: string) => string;
  readonly to: string;
}> = {
  zh: {
    everyMinutes: (n) => (n === '1' ? '每分钟' : `每 ${n} 分钟`),
    hourly: (minute) => `每小时的第 ${minute} 分`,
    everyHours: (n, minute) => `每 ${n} 小时的第 ${minute} 分`,
    daily: (time) => `每天 ${time}`,
    weekly: (days, time) => `每逢${days} ${time}`,
    monthly: (day, time) => `每月 ${day} 日 ${time}`,
    to: '至',
  },
  en: {
    everyMinutes: (n) => (n === '1' ? 'every minute' : `every ${n} minutes`),
    hourly: (minute) => `every hour at minute ${minute}`,
    everyHours: (n, minute) => `every ${n} hours at minute ${minute}`,
    daily: (time) => `every day at ${time}`,
    weekly: (days, time) => `${days} at ${time}`,
    monthly: (day, time) => `on day ${day} of each month at ${time}`,
    to: ' to ',
  },
};

/** A cron expression of a usual form in words; null for any other. */
export function cronWords(expression: string, language: Language): string | null {
  const [minutes = '', hours = '', day = '', month, weekdays = '', ...more] = expression.trim().split(/\s+/);
  const times = { minutes, hours, day, weekdays };
  return month !== '*' || more.length > 0 ? null : (ofHours(times, language) ?? ofDays(times, language));
}

/** What happens more than once a day. */
function ofHours({ minutes, hours, day, weekdays }: Times, language: Language): string | null {
  const words = WORDS[language];
  const [everyMinutes, everyHours] = [everyOf(minutes), everyOf(hours)];
  if (day !== '*' || weekdays !== '*' || everyHours === null) {
    return null;
  }
  if (everyMinutes !== null) {
    return everyHours === '1' ? words.everyMinutes(everyMinutes) : null;
  }
  if (!isNumber(minutes)) {
    return null;
  }
  return everyHours === '1' ? words.hourly(minutes) : words.everyHours(everyHours, minutes);
}

function ofDays({ minutes, hours, day, weekdays }: Times, language: Language): string | null {
  if (!isNumber(minutes) || !isNumber(hours)) {
    return null;
  }
  const words = WORDS[language];
  const time = `${hours.padStart(2, '0')}:${minutes.padStart(2, '0')}`;
  if (day === '*' && weekdays === '*') {
    return words.daily(time);
  }
  if (weekdays === '*') {
    return isNumber(day) ? words.monthly(day, time) : null;
  }
  return day === '*' && /^[0-7](-[0-7])?$/.test(weekdays)
    ? words.weekly(
        weekdays
          .split('-')
          .map((one) => weekdayName(Number(one), language))
          .join(words.to),
        time,
      )
    : null;
}

/** Of `*` and of a star with a step. */
function everyOf(field: string): string | null {
  return field === '*' ? '1' : (/^\*\/(\d+)$/.exec(field)?.[1] ?? null);
}

function isNumber(field: string): boolean {
  return /^\d+$/.test(field);
}

/** @param number 0 and 7 are Sunday */
function weekdayName(number: number, language: Language): string {
  const aSunday = Date.UTC(2023, 0, 1);
  const format = new Intl.DateTimeFormat(LOCALES[language], { weekday: 'long', timeZone: 'UTC' });
  return format.format(new Date(aSunday + number * 86_400_000));
}
