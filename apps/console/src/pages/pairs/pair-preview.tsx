import type { components } from '#clients/typescript';
import { dataOf } from '../../data/client.js';
import { useData } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { Button } from '../../ui/button.js';
import { Foreign, ForeignLine } from '../../ui/foreign.js';
import { Card } from '../../ui/page.js';
import { Loaded } from '../../ui/states.js';
import type { Pair } from './review-queue.js';
import { pairTexts } from './texts.js';

const PATH = '/api/v0/data_pipeline/tasks/{task_id}/pairs/preview';
const ROWS = 20;

interface PairPreviewProps {
  readonly taskId: string;
  readonly pair: Pair;
  readonly onClose: () => void;
}

/** The first rows of the answer, as far as they may be shown. */
export function PairPreview({ taskId, pair, onClose }: PairPreviewProps) {
  const t = useTexts(pairTexts);
  const preview = useData(['preview', taskId, pair.pair_id, pair.version], (client, signal) => {
    const params = { path: { task_id: taskId } };
    return dataOf(client.POST(PATH, { params, body: { pair_id: pair.pair_id, rows: ROWS }, signal }));
  });
  return (
    <Card
      title={t.result}
      lead={t.resultHelp}
      actions={
        <Button small onPress={onClose}>
          {t.close}
        </Button>
      }
    >
      <Loaded query={preview}>{(found) => <PreviewRows preview={found} />}</Loaded>
    </Card>
  );
}

type Preview = components['schemas']['PairPreviewView'];

/** The rows of a statement, or why there are none. */
export function PreviewRows({ preview: { check, columns, rows, more } }: { readonly preview: Preview }) {
  const t = useTexts(pairTexts);
  if (check.problem !== null) {
    return (
      <p role="alert">
        <Foreign text={check.problem} />
      </p>
    );
  }
  return rows.length === 0 ? (
    <p className="quiet">{t.noRows}</p>
  ) : (
    <div className="table-frame" tabIndex={0} role="group" aria-label={t.result}>
      <table className="table">
        <thead>
          <tr>
            {columns.map(({ name, masked }, index) => (
              <th key={index} scope="col">
                <ForeignLine text={name} />
                {masked && <span className="quiet"> ({t.masked})</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((value, column) => (
                <td key={column}>{value === null ? <i>NULL</i> : <ForeignLine text={value} />}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more && <p className="quiet">{t.moreRows}</p>}
    </div>
  );
}
