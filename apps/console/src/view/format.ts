import { useMemo } from 'react';
import { useSession } from '../data/session.js';
import { useLanguage } from '../i18n/language.js';
import { createFormat, type Format } from './create-format.js';

export type { Format };

export function useFormat(): Format {
  const { language } = useLanguage();
  const { time_zone: timeZone } = useSession();
  return useMemo(() => createFormat(language, timeZone), [language, timeZone]);
}
