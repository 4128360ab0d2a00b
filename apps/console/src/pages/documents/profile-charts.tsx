import { useTexts } from '../../i18n/language.js';
import { Foreign, ForeignLine } from '../../ui/foreign.js';
import { Card } from '../../ui/page.js';
import { useFormat } from '../../view/format.js';
import type { ColumnProfile, ModelProfile } from './model-types.js';
import { parted } from './parted.js';
import { profileTexts } from './profile-texts.js';

/** Values of a column that are shown as bars. */
const BARS = 6;

/** The rows of a table in small charts: missing values, frequent values, ranges. */
export function ProfileCharts({ profile }: { readonly profile: ModelProfile }) {
  const t = useTexts(profileTexts);
  const format = useFormat();
  return (
    <Card title={t.title} lead={profile.rows === null ? t.unmeasured : t.rows({ count: format.number(profile.rows) })}>
      <ul className="profiles">
        {profile.columns.map((column) => (
          <li key={column.name}>
            <ColumnChart column={column} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function ColumnChart({ column }: { readonly column: ColumnProfile }) {
  const t = useTexts(profileTexts);
  const format = useFormat();
  const { name, type, sensitive, null_share: nulls, distinct } = column;
  return (
    <figure className="profile">
      <figcaption>
        <strong>
          <ForeignLine text={name} />
        </strong>
        <span className="quiet">
          <ForeignLine text={type} />
        </span>
      </figcaption>
      {nulls !== null && (
        <Bar
          label={t.filled({ share: format.percent((1 - nulls) * 100) })}
          share={1 - nulls}
          text={distinct === null ? '' : t.distinct({ count: format.number(distinct) })}
        />
      )}
      {sensitive ? <p className="quiet">{t.sensitive}</p> : <Distribution column={column} />}
    </figure>
  );
}

function Distribution({ column }: { readonly column: ColumnProfile }) {
  const t = useTexts(profileTexts);
  const format = useFormat();
  const { values, values_complete: isComplete, min, max, quartiles } = column;
  const measured = values.filter(({ share }) => share !== null);
  const range = min !== null && max !== null ? { min, max } : null;
  if (measured.length > 0) {
    const rest = values.length - BARS;
    return (
      <div className="profile-bars">
        {measured.slice(0, BARS).map(({ value, share }) => (
          <Bar key={value} label={value} share={share ?? 0} text={format.percent((share ?? 0) * 100)} />
        ))}
        {rest > 0 && <p className="quiet">{t.moreValues({ count: format.number(rest) })}</p>}
        {!isComplete && <p className="quiet">{t.otherValues}</p>}
      </div>
    );
  }
  return range === null ? null : <Range {...range} quartiles={quartiles} />;
}

interface BarProps {
  readonly label: string;
  /** 0 to 1 */
  readonly share: number;
  readonly text: string;
}

function Bar({ label, share, text }: BarProps) {
  return (
    <div className="profile-bar">
      <ForeignLine text={label} />
      <span className="profile-track" aria-hidden>
        <span style={{ width: `${Math.max(1, Math.min(100, share * 100))}%` }} />
      </span>
      <span className="profile-figure">{text}</span>
    </div>
  );
}

interface RangeProps {
  readonly min: string;
  readonly max: string;
  readonly quartiles: readonly string[];
}

/** Each band has a quarter of the rows: narrow ones are dense. */
function Range({ min, max, quartiles }: RangeProps) {
  const t = useTexts(profileTexts);
  const parts = parted(min, max, quartiles);
  return (
    <div className="profile-range">
      {parts !== null && (
        <span className="profile-quarters" aria-hidden>
          {parts.map((width, index) => (
            <span key={index} style={{ width: `${width * 100}%` }} />
          ))}
        </span>
      )}
      <span className="profile-ends">
        <Foreign text={min} max={40} />
        <Foreign text={max} max={40} />
      </span>
      {quartiles.length === 3 && (
        <span className="quiet">
          {t.median} <Foreign text={quartiles[1] ?? ''} max={40} />
        </span>
      )}
    </div>
  );
}
