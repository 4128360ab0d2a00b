import { API_PREFIX } from '../api-prefix.js';

/** Its routes need no key: a login brings it, and a page asks whether it has to log in. */
export const SESSION_PATH = `/${API_PREFIX}/session`;
