import { useTexts } from '../../i18n/language.js';
import { Button } from '../../ui/button.js';
import { TextInput } from '../../ui/fields.js';
import type { CodeRow } from './item-form.js';
import { meaningTexts } from './meaning-texts.js';

interface CodeTableProps {
  readonly codes: readonly CodeRow[];
  readonly onChange: (codes: CodeRow[]) => void;
}

/** Codes of a column with their meanings in both languages. */
export function CodeTable({ codes, onChange }: CodeTableProps) {
  const t = useTexts(meaningTexts);
  const put = (at: number, part: Partial<CodeRow>) =>
    onChange(codes.map((row, index) => (index === at ? { ...row, ...part } : row)));
  return (
    <section className="stack">
      <h3>{t.codes}</h3>
      {codes.length > 0 && (
        <table className="table code-table" aria-label={t.codes}>
          <thead>
            <tr>
              <th scope="col">{t.code}</th>
              <th scope="col">{t.meaningZh}</th>
              <th scope="col">{t.meaningEn}</th>
            </tr>
          </thead>
          <tbody>
            {codes.map(({ code, zh, en }, index) => (
              <tr key={index}>
                <td>
                  <TextInput
                    label={t.code}
                    isLabelHidden
                    value={code}
                    onChange={(text) => put(index, { code: text })}
                  />
                </td>
                <td>
                  <TextInput
                    label={`${t.meaningZh}: ${code}`}
                    isLabelHidden
                    value={zh}
                    onChange={(text) => put(index, { zh: text })}
                  />
                </td>
                <td>
                  <TextInput
                    label={`${t.meaningEn}: ${code}`}
                    isLabelHidden
                    value={en}
                    onChange={(text) => put(index, { en: text })}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div>
        <Button small onPress={() => onChange([...codes, { code: '', zh: '', en: '' }])}>
          {t.addCode}
        </Button>
      </div>
    </section>
  );
}
