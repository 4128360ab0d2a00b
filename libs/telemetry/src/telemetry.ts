import type { Telemetry } from 'bullmq';
import type { FastifyInstance } from 'fastify';
import type { TelemetryConfig } from '#libs/config';
import type { SpanAttributes, Tracing } from './tracing.js';

/** Of this process; null without an endpoint for traces: then nothing of OpenTelemetry is loaded. */
let tracing: Tracing | null = null;

/**
 * Traces this process when an OTLP endpoint is configured. Called before anything connects or listens.
 * @param role the last part of the service's name
 * @returns what sends the last spans, when the process ends
 */
export async function startTelemetry(role: string, config: TelemetryConfig | null): Promise<() => Promise<void>> {
  if (config === null) {
    return async () => undefined;
  }
  const { startTracing } = await import('./tracing.js');
  const current = startTracing(role, config);
  tracing = current;
  return () => current.stop();
}

/** For the options of every queue, worker and producer: jobs carry the trace of the request that added them. */
export function queueTelemetry(): { telemetry?: Telemetry } {
  return tracing === null ? {} : { telemetry: tracing.queue };
}

/** Gives the span of a request the name of its route. */
export function traceRequests(fastify: FastifyInstance): void {
  const current = tracing;
  if (current !== null) {
    fastify.addHook('onRequest', async (request) => current.nameRoute(request.routeOptions.url));
  }
}

/** Runs the work as a span; an error marks the span as failed. */
export async function inSpan<T>(name: string, attributes: SpanAttributes, work: () => Promise<T>): Promise<T> {
  return tracing === null ? work() : tracing.inSpan(name, attributes, work);
}
