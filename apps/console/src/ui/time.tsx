import { useFormat } from '../view/format.js';

/** Time ago, with the exact time in the zone of the installation as tooltip. */
export function Ago({ iso }: { readonly iso: string | null }) {
  const format = useFormat();
  return iso === null ? (
    <span className="quiet">—</span>
  ) : (
    <time dateTime={iso} title={format.time(iso)}>
      {format.ago(iso)}
    </time>
  );
}

export function Time({ iso }: { readonly iso: string | null }) {
  const format = useFormat();
  return iso === null ? <span className="quiet">—</span> : <time dateTime={iso}>{format.time(iso)}</time>;
}
