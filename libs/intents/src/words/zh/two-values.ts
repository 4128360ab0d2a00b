import type { Entity } from '#libs/semantic-model';
import type { FieldRef, Value } from '../../intent.js';
import { ofOwner } from '../at-addresses.js';
import type { Names } from '../names.js';
import { rowsZh } from './conditions.js';
import { ownZh } from './own-conditions.js';
import { atPlaceZh } from './places.js';
import { shownValueZh } from './values.js';

/** Rows with the value, within a longer phrase: `待处理订单`, `来自“德国”的客户的订单`. */
export function rowsWithZh(rows: Entity, of: FieldRef, value: Value, names: Names): string {
  const { text } = names.entity(rows);
  return rowsZh(text, rows, ofOwner({ form: 'compare', of, by: '=', value }), names, true).text;
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
