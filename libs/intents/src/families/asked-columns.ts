import type { Entity, Field } from '#libs/semantic-model';
import { arePeople, areStaff } from '../words/en/people.js';

/** Forms of address and the like: they are printed, not compared. */
const NEVER =
  /^((title of courtesy|courtesy title|salutation|honorific)|(name )?(prefix|suffix)|middle (name|initial))$/;
/** Traits of a person. */
const PERSONAL =
  /(^| )(gender|sex|marital status|title|birth (place|city|country)|education|degree|nationality|religion|hobby)$/;
/** Units of amounts: not a useful way to group or filter rows. */
const UNIT = /(^| )(unit|uom|unit of measure|unit measure|measure unit|measurement unit)( code)?$/;

/** Rows are not told apart by the unit that they are measured in. */
export function isUnit({ name }: Entity): boolean {
  return UNIT.test(name.en.text);
}

/** What the software notes of rows. */
const AUDIT =
  /\b(created|updated|modified|changed|edited|deleted) by\b|\b(source system|source type|import|sync|batch|etl)\b/;

/**
 * A person of the business parts rows by the column, or asks for one of its values. Traits of staff matter where the staff is
 * the subject, not for what it has handled.
 */
export function isAskedFor({ label }: Field, entity: Entity, isOwn: boolean): boolean {
  const text = label.en.text;
  if (NEVER.test(text) || AUDIT.test(text) || UNIT.test(text)) {
    return false;
  }
  const noun = entity.name.en.text;
  const isOfContact = /\bcontact\b/.test(text);
  const isPrivate = PERSONAL.test(text) && (areStaff(noun) || !arePeople(noun) || isOfContact);
  return isOwn || !(isPrivate || (areStaff(noun) && AT_HOME.test(text)));
}

/** Where staff live is not where they sell. */
const AT_HOME = /(^| )(country|city|state|province|district|county|town|postal code|zip code)$/;

/** Settings, not quantities: limits, thresholds, reorder levels. Their sums and averages mean nothing. */
const SETTING = /\b(limit|threshold|minimum|maximum|min|max|reorder|safety stock|setting|timeout|retries|retry)\b/;

export function isSetting({ label }: Pick<Field, 'label'>): boolean {
  return SETTING.test(label.en.text);
}
