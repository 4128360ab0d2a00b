import { ChoiceProperty } from '../fields/properties.js';

export class Liveness {
  @ChoiceProperty(['ok'])
  status!: 'ok';
}
