import type { Entity } from '#libs/semantic-model';
import { pathOfLeaf } from '../conditions.js';
import type { Leaf } from '../intent.js';

/**
 * The rows at the end of the path belong to the subject itself, or to the document that it is a line of. A longer path has a
 * row in between that the sentence would have to name: stock moves do not come from the suppliers of their materials.
 */
export function isWayEn(leaf: Leaf, { kind }: Entity): boolean {
  const path = pathOfLeaf(leaf);
  const [first] = path;
  return (
    leaf.form === 'exists' ||
    path.length < 2 ||
    (path.length === 2 && kind === 'line' && first?.target.kind === 'event')
  );
}
