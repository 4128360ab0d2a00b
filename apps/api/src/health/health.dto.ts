import { ChoiceProperty, TextProperty } from '../fields/properties.js';

export class Liveness {
  @ChoiceProperty(['ok'])
  status!: 'ok';

  @TextProperty({ description: 'Version of the product' })
  version!: string;
}
