import type { Entity } from '#libs/semantic-model';
import type { Intent, Path } from './intent.js';

const SALE = /(^| )(sale|purchase|resale|trade in)$/;
/** One piece, with its own number: a model of cars is none. */
const PIECE = /(^| )(car|vehicle|truck|van|motorcycle|motorbike|boat|yacht|aircraft|house|apartment|property|villa)$/;

function isPiece({ path, entity }: { readonly path: Path; readonly entity: Entity }): boolean {
  return path.length === 1 && PIECE.test(entity.name.en.text);
}

/** A car is sold about once: no ranking of cars by the number of their sales, no average of it, no last sale of each. */
export function isPerSoldPiece({ subject, measures, dimensions, shown }: Intent): boolean {
  const isRatio = measures.some(
    (measure) => measure.form === 'ratio' && measure.under.form === 'distinct' && isPiece(measure.under),
  );
  const isByPiece = dimensions.some((dimension) => dimension.form === 'entity' && isPiece(dimension));
  const isOfEach = measures.length > 0 ? measures.every(({ form }) => form === 'count') : shown.length > 0;
  return SALE.test(subject.name.en.text) && (isRatio || (isByPiece && isOfEach));
}
