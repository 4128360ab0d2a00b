import type { components } from '#clients/typescript';
import { defineTexts } from '../i18n/texts.js';
import { useTexts } from '../i18n/language.js';
import { Badge, type Tone } from '../ui/badge.js';

export type Anomaly = components['schemas']['Anomaly'];
type Severity = Anomaly['severity'];

const severities = defineTexts({
  warning: { zh: '警告', en: 'Warning' },
  critical: { zh: '严重', en: 'Critical' },
}) satisfies Readonly<Record<Severity, unknown>>;

const TONES: Readonly<Record<Severity, Tone>> = { warning: 'warning', critical: 'bad' };

export function SeverityBadge({ severity }: { readonly severity: Severity }) {
  const t = useTexts(severities);
  return <Badge tone={TONES[severity]}>{t[severity]}</Badge>;
}
