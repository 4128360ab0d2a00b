import { COMMERCE } from './commerce.js';
import { CULTURE } from './culture.js';
import { FINANCE } from './finance.js';
import { GENERAL } from './general.js';
import { LOGISTICS } from './logistics.js';
import { PEOPLE } from './people.js';
import { PLACES } from './places.js';
import { TECHNOLOGY } from './technology.js';
import { TIME } from './time.js';

/** All terms; where two domains have one term, the first wins. */
export const TERMS: readonly string[] = [
  COMMERCE,
  FINANCE,
  TIME,
  LOGISTICS,
  PEOPLE,
  PLACES,
  TECHNOLOGY,
  GENERAL,
  CULTURE,
];
