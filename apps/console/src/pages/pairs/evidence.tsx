import { useTexts } from '../../i18n/language.js';
import { nameOf } from '../../i18n/texts.js';
import { Foreign } from '../../ui/foreign.js';
import { useFormat } from '../../view/format.js';
import type { PairDetail } from './review-queue.js';
import { pairTexts, slotTexts } from './texts.js';

type Plain = Readonly<Record<string, unknown>>;

const MOST_SHOWN = 10;

interface EvidenceProps {
  readonly pair: Pick<PairDetail, 'evidence' | 'weaknesses' | 'not_proven'>;
}

/** The evidence of a statement in words. What this version of the page does not know is left out. */
export function Evidence({ pair: { evidence, weaknesses, not_proven: reason } }: EvidenceProps) {
  const t = useTexts(pairTexts);
  const format = useFormat();
  if (evidence === null) {
    return <p className="quiet">{t.noEvidence}</p>;
  }
  const { checked_at: at, row_count: rows } = evidence;
  const mutants = objectOf(evidence['mutants']);
  const readBack = objectOf(evidence['read_back']);
  return (
    <ul className="reasons">
      {reason !== null && (
        <li>
          {`${t.notProven}: `}
          <Foreign text={reason} />
        </li>
      )}
      {typeof at === 'string' && evidence['runs'] === true && (
        <li>
          {`${t.ranAt} (${format.time(at)})`}
          {typeof rows === 'number' && `: ${t.rowCount({ count: rows })}`}
        </li>
      )}
      {typeof mutants['made'] === 'number' && typeof mutants['killed'] === 'number' && (
        <li>{t.mutants({ made: mutants['made'], killed: mutants['killed'] })}</li>
      )}
      {weaknesses.slice(0, MOST_SHOWN).map((weakness) => (
        <li key={weakness}>
          <Foreign text={weakness} />
        </li>
      ))}
      {readBack['agrees'] === true && <li>{t.readBack}</li>}
      {readBack['agrees'] === false && (
        <li>
          {t.readBackDiffers}
          <Slots slots={listOf(readBack['slots'])} />
        </li>
      )}
    </ul>
  );
}

function Slots({ slots }: { readonly slots: readonly unknown[] }) {
  const t = useTexts(pairTexts);
  const names = useTexts(slotTexts);
  return (
    <ul>
      {slots.slice(0, MOST_SHOWN).map((one, index) => {
        const { slot, expected, found } = objectOf(one);
        const text = (value: unknown) => (typeof value === 'string' ? value : '');
        return (
          <li key={index}>
            <Foreign text={t.slot({ slot: nameOf(names, text(slot)), expected: text(expected), found: text(found) })} />
          </li>
        );
      })}
    </ul>
  );
}

function objectOf(value: unknown): Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Plain) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
