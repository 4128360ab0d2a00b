export { inSpan, queueTelemetry, startTelemetry, traceRequests } from './telemetry.js';
