import type { Entity } from '#libs/semantic-model';

/** The day on which rows were sent, or arrived. */
const SENT_ON =
  /^(?:date )?(?:ship|shipped|shipping|shipment|dispatch|dispatched|delivery|delivered)(?: (?:date|time|day|at|on))?$/;
const SENDING = /\b(shipment|delivery|dispatch|consignment|parcel|package)$/;
/** States in which nothing is sent yet, or never will be. */
const NOT_SENT = /^(pending|new|open|placed|created|draft|processing|cancel+ed|rejected|awaiting .*|not shipped)$/i;

/**
 * Sending is another event than the row itself: it has a time of its own, or did not take place for all rows. `shipped to
 * Lyon in 2023` would then speak of rows and of a time that the statement does not select.
 */
export function isSentLater({ name, fields, time }: Entity): boolean {
  return (
    !SENDING.test(name.en.text) &&
    fields.some(
      (field) =>
        (field.typeCategory === 'D' && field.name !== time && SENT_ON.test(field.label.en.text)) ||
        (/(^| )(status|state)$/.test(field.label.en.text) &&
          field.values.some(({ value, meaning }) => NOT_SENT.test(meaning?.en ?? value))),
    )
  );
}

/** `assigned to` a carrier, `with` a ship method, where `shipped by` would say that it was done; other prepositions stay. */
export function beforeSending(preposition: string, role: string, holder: Entity): string {
  if (preposition !== 'shipped by' || !isSentLater(holder)) {
    return preposition;
  }
  return / method$/.test(role) ? 'with' : 'assigned to';
}
