import { useLanguage, useTexts } from '../../i18n/language.js';
import { Button } from '../../ui/button.js';
import { Foreign } from '../../ui/foreign.js';
import { useActorName } from '../../view/actor.js';
import { EvidenceLine } from './evidence-line.js';
import { additivityTexts, keyTexts, kindTexts, meaningTexts, roleTexts } from './meaning-texts.js';
import type { ModelItem, ModelStatement } from './model-types.js';
import { statementText } from './statement-text.js';

/** What readers of a table do not look for. */
const ASIDE = new Set(['importance', 'plural', 'measure_word']);

interface StatementListProps {
  readonly item: ModelItem;
  /** Gives a statement back to the database; absent where that is not offered. */
  readonly onFollow?: ((key: string) => void) | undefined;
}

/** What the model says about an item, with its evidence. */
export function StatementList({ item, onFollow }: StatementListProps) {
  const keys = useTexts(keyTexts) as Readonly<Record<string, string>>;
  const statements = item.statements.filter(({ key }) => !ASIDE.has(key));
  return (
    <dl className="statements">
      {statements.map((statement) => (
        <div key={statement.key}>
          <dt>{keys[statement.key] ?? statement.key}</dt>
          <dd>
            <Statement statement={statement} onFollow={onFollow} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Statement({
  statement,
  onFollow,
}: {
  readonly statement: ModelStatement;
  readonly onFollow: StatementListProps['onFollow'];
}) {
  const t = useTexts(meaningTexts);
  const { key, value, evidence, follows, set_by: by } = statement;
  const actorName = useActorName();
  const text = useStatementText(key, value);
  return (
    <>
      {text === '' ? <em className="quiet">{t.takenBack}</em> : <Foreign text={text} />}
      <span className="statement-why">
        {follows && <span>{t.follows}</span>}
        {evidence !== null && <EvidenceLine evidence={evidence} />}
        {by !== null && <span>{t.setBy({ by: actorName(by) })}</span>}
        {evidence?.source === 'person' && onFollow !== undefined && (
          <Button kind="quiet" small onPress={() => onFollow(key)}>
            {t.follow}
          </Button>
        )}
      </span>
    </>
  );
}

/** The words of roles, kinds and additivities are those of the reader. */
export function useStatementText(key: string, value: unknown): string {
  const { language } = useLanguage();
  const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    role: useTexts(roleTexts),
    kind: useTexts(kindTexts),
    additivity: useTexts(additivityTexts),
  };
  return statementText(key, value, words[key] ?? {}, language);
}
