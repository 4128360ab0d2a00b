import type { components } from '#clients/typescript';
import { useTexts } from '../../i18n/language.js';
import { Badge } from '../../ui/badge.js';
import { Evidence } from './evidence.js';
import { PreviewRows } from './pair-preview.js';
import { pairTexts } from './texts.js';

/** What the server found out about an edited statement before it is saved: whether it is valid, its rows, its proof. */
export function CheckedStatement({ preview }: { readonly preview: components['schemas']['PairPreviewView'] }) {
  const t = useTexts(pairTexts);
  const isValid = preview.check.problem === null;
  return (
    <section className="stack" role="status">
      <p>
        <Badge tone={isValid ? 'good' : 'bad'}>{isValid ? t.valid : t.invalid}</Badge>
      </p>
      <PreviewRows preview={preview} />
      {preview.proof !== null && <Evidence pair={preview.proof} />}
    </section>
  );
}
