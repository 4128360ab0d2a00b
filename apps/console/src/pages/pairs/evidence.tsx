import { useTexts } from '../../i18n/language.js';
import { Foreign } from '../../ui/foreign.js';
import { useFormat } from '../../view/format.js';
import type { PairDetail } from './review-queue.js';
import { pairTexts } from './texts.js';

type Plain = Readonly<Record<string, unknown>>;

/** The evidence of a pair in words. What this version of the page does not know is left out. */
export function Evidence({ evidence }: { readonly evidence: PairDetail['evidence'] }) {
  const t = useTexts(pairTexts);
  const format = useFormat();
  if (evidence === null) {
    return <p className="quiet">{t.noEvidence}</p>;
  }
  const { checked_at: at, row_count: rows } = evidence;
  const mutants = objectOf(evidence['mutants']);
  const living = listOf(mutants['living']);
  const vacuous = listOf(objectOf(evidence['conditions'])['vacuous']);
  const equal = listOf(evidence['same_result_as']);
  const plausible = objectOf(evidence['plausible']);
  const readBack = objectOf(evidence['read_back']);
  return (
    <ul className="reasons">
      {typeof at === 'string' && (
        <li>
          {`${t.ranAt} (${format.time(at)})`}
          {typeof rows === 'number' && `: ${t.rowCount({ count: rows })}`}
        </li>
      )}
      {plausible['ok'] === false &&
        listOf(plausible['reasons']).map((reason, index) => <Item key={index} value={reason} />)}
      {typeof mutants['made'] === 'number' && typeof mutants['killed'] === 'number' && (
        <li>{t.mutants({ made: mutants['made'], killed: mutants['killed'] })}</li>
      )}
      {living.length > 0 && (
        <li>
          {t.living}
          <Items values={living.map((mutant) => objectOf(mutant)['sql'] ?? mutant)} />
        </li>
      )}
      {vacuous.length > 0 && (
        <li>
          {t.vacuous}
          <Items values={vacuous} />
        </li>
      )}
      {equal.length > 0 && <li>{t.sameResult({ count: equal.length })}</li>}
      {readBack['agrees'] === true && <li>{t.readBack}</li>}
      {readBack['agrees'] === false && (
        <li>
          {t.readBackDiffers}
          <Items values={listOf(readBack['slots'])} />
        </li>
      )}
    </ul>
  );
}

function Items({ values }: { readonly values: readonly unknown[] }) {
  return (
    <ul>
      {values.slice(0, 10).map((value, index) => (
        <Item key={index} value={value} />
      ))}
    </ul>
  );
}

function Item({ value }: { readonly value: unknown }) {
  return (
    <li>
      <Foreign text={typeof value === 'string' ? value : JSON.stringify(value)} />
    </li>
  );
}

function objectOf(value: unknown): Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Plain) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
