import type { Quantity } from '../../intent.js';

/** States that databases write as verbs: `fail`, `success`. */
const STATES: ReadonlyMap<string, string> = new Map([
  ['fail', 'failed'],
  ['failure', 'failed'],
  ['success', 'successful'],
  ['succeed', 'successful'],
  ['cancel', 'cancelled'],
  ['approve', 'approved'],
  ['reject', 'rejected'],
  ['ship', 'shipped'],
  ['deliver', 'delivered'],
  ['refund', 'refunded'],
  ['expire', 'expired'],
  ['settle', 'settled'],
  ['suspend', 'suspended'],
]);

/** The state that a value means. */
export function stateWord(text: string, label: string): string {
  const word = text.toLowerCase();
  return /(^| )(status|state|stage|result|outcome)$/.test(label) ? (STATES.get(word) ?? word) : word;
}

const SWITCHED_OFF = /^(disabled|deactivated|inactive|closed|suspended|stopped|off)$/;

/** `normal`, where the other state is switched off: active. */
export function inUse(state: string, of: Quantity): string {
  const hasOff =
    of.form === 'field' && of.field.values.some(({ meaning }) => SWITCHED_OFF.test(meaning?.en.toLowerCase() ?? ''));
  return state === 'normal' && hasOff ? 'active' : state;
}
