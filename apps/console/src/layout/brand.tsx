import mark from '../favicon.svg';

export function Brand() {
  return (
    <span className="brand">
      <img src={mark} alt="" width={26} height={26} />
      <span>Data Pipeline</span>
    </span>
  );
}
