import { Circle, CircleCheck, CircleX, Wrench, type LucideIcon } from 'lucide-react';
import { useTexts } from '../../i18n/language.js';
import { Badge, type Tone } from '../../ui/badge.js';
import type { State } from './review-queue.js';
import { stateTexts } from './texts.js';

const LOOKS: Readonly<Record<State, { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  new: { tone: 'neutral', icon: Circle },
  approved: { tone: 'good', icon: CircleCheck },
  rejected: { tone: 'bad', icon: CircleX },
  needs_work: { tone: 'warning', icon: Wrench },
};

export function StateBadge({ state }: { readonly state: State }) {
  const t = useTexts(stateTexts);
  const { tone, icon: Icon } = LOOKS[state];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden size={13} />
      {t[state]}
    </Badge>
  );
}

/** The same without words, for lists. */
export function StateMark({ state }: { readonly state: State }) {
  const t = useTexts(stateTexts);
  const { icon: Icon } = LOOKS[state];
  return (
    <span className={`state-mark state-mark-${state}`} role="img" aria-label={t[state]} title={t[state]}>
      <Icon aria-hidden size={14} />
    </span>
  );
}
