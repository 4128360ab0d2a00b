import { useTexts } from '../../i18n/language.js';
import { Foreign } from '../../ui/foreign.js';
import { useFormat } from '../../view/format.js';
import { meaningTexts, sourceTexts } from './meaning-texts.js';
import type { ModelEvidence } from './model-types.js';

/** Why a statement is believed, and how far. */
export function EvidenceLine({ evidence }: { readonly evidence: ModelEvidence }) {
  const t = useTexts(meaningTexts);
  const sources = useTexts(sourceTexts);
  const format = useFormat();
  const { source, confidence, reason } = evidence;
  const share = format.percent(confidence * 100);
  return (
    <span className="evidence">
      <span className={`evidence-dot evidence-${source}`} aria-hidden />
      {sources[source]}
      {reason !== null && (
        <>
          {': '}
          <Foreign text={reason} />
        </>
      )}
      {source !== 'person' && source !== 'other' && (
        <span className="evidence-share">
          <meter min={0} max={1} value={confidence} aria-label={t.confidence({ share })} />
          <span aria-hidden>{share}</span>
        </span>
      )}
    </span>
  );
}
