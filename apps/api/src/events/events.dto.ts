import { TextField } from '../fields/field.js';

export class EventsQuery {
  @TextField({
    min: 0,
    max: 100,
    optional: true,
    description: 'For clients that cannot send the header Last-Event-ID',
  })
  last_event_id?: string;
}
