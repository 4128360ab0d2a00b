export { fileTimestamp, isoTimestamp, isTimeZone, logTimestamp } from './timestamps.js';
