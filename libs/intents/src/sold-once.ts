import type { Entity } from '#libs/semantic-model';
import type { Intent, Path } from './intent.js';

const SALE = /(^| )(sale|purchase|resale|trade in)$/;
/** One piece, with its own number: a model of cars is none. */
const PIECE = /(^| )(car|vehicle|truck|van|motorcycle|motorbike|boat|yacht|aircraft|house|apartment|property|villa)$/;

/** One piece: the Chinese measure word says it where the name is in no English. */
function isPiece({ name }: Entity): boolean {
  return PIECE.test(name.en.text) || (!name.en.known && /^[辆艘架栋幢]$/u.test(name.zh.measureWord ?? ''));
}

const isSale = ({ name }: Entity): boolean => SALE.test(name.en.text) || /(销售|成交)(记录)?$/u.test(name.zh.text);

/** The path ends in a piece that was sold: cars of sales, cars of the payments for them. */
function isSold(subject: Entity, { path, entity }: { readonly path: Path; readonly entity: Entity }): boolean {
  const event = path.length > 1 ? path.at(-2)?.target : path.length === 1 ? subject : undefined;
  return event !== undefined && isPiece(entity) && isSale(event);
}

/**
 * A car is sold about once: no figures of sales by car, no average of their number, no last sale of each. The most expensive
 * ones are asked for.
 */
export function isPerSoldPiece({ subject, measures, dimensions, shown, order }: Intent): boolean {
  const isRatio = measures.some(
    (measure) => measure.form === 'ratio' && measure.under.form === 'distinct' && isSold(subject, measure.under),
  );
  const isByPiece = dimensions.some((dimension) => dimension.form === 'entity' && isSold(subject, dimension));
  const isRanking = (order?.limit ?? null) !== null && measures.every(({ form }) => form === 'aggregate');
  const isOfEach = measures.length > 0 ? !isRanking : shown.length > 0;
  return isRatio || (isByPiece && isOfEach);
}
