import type { Entity } from '#libs/semantic-model';
import type { FieldRef, Path, Value } from '../../intent.js';
import { ofOwner } from '../at-addresses.js';
import type { Names } from '../names.js';
import { hasZh } from './conditions.js';
import { ownZh } from './own-conditions.js';
import { atPlaceZh } from './places.js';
import { shownValueZh } from './values.js';

/** What the subject did with rows of the value: `下过待处理订单`, `租借过分级为“G”的影片`. */
export function hasWithZh(subject: Entity, path: Path, of: FieldRef, value: Value, names: Names): string {
  const where = ofOwner({ form: 'compare', of, by: '=', value });
  return hasZh({ subject, role: names.entity(subject), path, where }, names).text;
}

/** Rows with one of two values, side by side: `待处理和已取消的订单`. */
export function eitherRowsZh(rows: Entity, of: FieldRef, values: readonly [Value, Value], names: Names): string {
  const name = names.entity(rows);
  const [one, other] = values.map((value) =>
    ownZh({ form: 'compare', of, by: '=', value }, { entity: rows, name }, names),
  );
  if (one?.isState && other?.isState) {
    return `${one.text}和${other.text}的${name.text}`;
  }
  const [a, b] = values.map((value) => shownValueZh(value, names));
  const place = atPlaceZh(names.field(of.field).text, `${a}和${b}`, name.text, name.measureWord);
  return place ? `${place.text}的${name.text}` : `${names.field(of.field).text}为${a}和${b}的${name.text}`;
}
