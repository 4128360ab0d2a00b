import type { components } from '#clients/typescript';
import { useTexts } from '../../i18n/language.js';
import { nameOf } from '../../i18n/texts.js';
import { Badge } from '../../ui/badge.js';
import { Dialog } from '../../ui/dialog.js';
import { Foreign, visibleText } from '../../ui/foreign.js';
import { useFormat } from '../../view/format.js';
import { ARMS, armNames, causeNames, outcomeNames, reasonNames, resultStatuses, type Arm } from './names.js';
import { resultTexts } from './texts.js';
import { objectOf } from './object-of.js';

export type Result = components['schemas']['ResultView'];

const PARTS = ['tables', 'columns', 'joins', 'values'] as const;
const LONGEST_SQL = 20_000;

/** One question: what each arm had for it, what was missing, and what the model answered. */
export function ResultDialog({ result, onClose }: { readonly result: Result; readonly onClose: () => void }) {
  const t = useTexts(resultTexts);
  const causes = useTexts(causeNames);
  const statuses = useTexts(resultStatuses);
  return (
    <Dialog wide title={t.details} isOpen onClose={onClose}>
      <div className="stack">
        <p>
          <strong>
            <Foreign text={result.question} />
          </strong>
        </p>
        <div className="actions">
          {result.status !== 'counted' && <Badge tone="warning">{statuses[result.status]}</Badge>}
          {result.half === 'kept' && <Badge>{t.kept}</Badge>}
        </div>
        {result.note !== null && (
          <p>
            {t.note}: <Foreign text={result.note} />
          </p>
        )}
        {result.causes.length > 0 && (
          <ul className="reasons">
            {result.causes.map(({ code, what }) => (
              <li key={code}>
                {causes[code]}
                {what.length > 0 && (
                  <>
                    {': '}
                    <Foreign text={what.join(', ')} />
                  </>
                )}
              </li>
            ))}
          </ul>
        )}
        {ARMS.filter((arm) => arm in result.retrieval || arm in (result.answers ?? {})).map((arm) => (
          <ArmDetail key={arm} arm={arm} result={result} />
        ))}
      </div>
    </Dialog>
  );
}

function ArmDetail({ arm, result }: { readonly arm: Arm; readonly result: Result }) {
  const t = useTexts(resultTexts);
  const names = useTexts(armNames);
  const format = useFormat();
  const own = objectOf(result.retrieval[arm]);
  const { sufficient, tokens } = own;
  return (
    <section className="arm-detail">
      <header>
        <h3>{names[arm]}</h3>
        {typeof sufficient === 'boolean' && (
          <Badge tone={sufficient ? 'good' : 'bad'}>{sufficient ? t.sufficient : t.insufficient}</Badge>
        )}
        {typeof tokens === 'number' && <span className="quiet">{`${format.number(tokens)} token`}</span>}
      </header>
      {PARTS.map((part) => {
        const missing = objectOf(own[part])['missing'];
        return Array.isArray(missing) && missing.length > 0 ? (
          <p key={part}>
            {`${t.missing} · ${t[part]}: `}
            <Foreign text={missing.map(String).join(', ')} />
          </p>
        ) : null;
      })}
      <Answer answer={objectOf(objectOf(result.answers)[arm])} />
    </section>
  );
}

/** Of a model; its SQL and what came of it. */
function Answer({ answer }: { readonly answer: Readonly<Record<string, unknown>> }) {
  const t = useTexts(resultTexts);
  const outcomes = useTexts(outcomeNames);
  const reasons = useTexts(reasonNames);
  const { outcome, right, reasons: codes, sqlstate, sql } = answer;
  if (typeof outcome !== 'string') {
    return null;
  }
  const why = Array.isArray(codes) ? codes.map((code) => nameOf(reasons, String(code))) : [];
  return (
    <>
      <p>
        {`${t.answer}: `}
        <Badge tone={right === true ? 'good' : 'bad'}>{nameOf(outcomes, outcome)}</Badge>{' '}
        {[...why, ...(typeof sqlstate === 'string' ? [`SQLSTATE ${sqlstate}`] : [])].join(', ')}
      </p>
      {typeof sql === 'string' && (
        <pre className="code" tabIndex={0}>
          <bdi>{visibleText(sql.slice(0, LONGEST_SQL))}</bdi>
        </pre>
      )}
    </>
  );
}
