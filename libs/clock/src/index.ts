export { clockOffset, type ClockOffset } from './clock-offset.js';
export { fileTimestamp, isoTimestamp, isTimeZone, logTimestamp } from './timestamps.js';
export { parseTimestamp } from './parse-timestamp.js';
export { withinTime } from './within-time.js';
