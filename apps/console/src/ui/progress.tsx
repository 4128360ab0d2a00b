import { ProgressBar } from 'react-aria-components';

interface ProgressProps {
  readonly label: string;
  /** 0 to 100; null while nothing is known. */
  readonly percent: number | null;
}

export function Progress({ label, percent }: ProgressProps) {
  return (
    <ProgressBar aria-label={label} value={percent ?? 0} isIndeterminate={percent === null} className="progress">
      <div className="progress-track">
        <div className="progress-bar" style={percent === null ? {} : { width: `${percent}%` }} />
      </div>
    </ProgressBar>
  );
}
