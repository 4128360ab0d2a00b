import { createRequire } from 'node:module';
import { Logger } from '@nestjs/common';
import { context, diag, DiagLogLevel, propagation, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { getRPCMetadata, RPCType, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { IORedisInstrumentation } from '@opentelemetry/instrumentation-ioredis';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, ParentBasedSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Telemetry } from 'bullmq';
import { BullMQOtel } from 'bullmq-otel';
import type { TelemetryConfig } from '#libs/config';
import { RootSampler } from './root-sampler.js';

export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

export interface Tracing {
  readonly queue: Telemetry;
  nameRoute(route: string | undefined): void;
  inSpan<T>(name: string, attributes: SpanAttributes, work: () => Promise<T>): Promise<T>;
  /** Sends the remaining spans. */
  stop(): Promise<void>;
}

/** Also the longest wait for the collector at shutdown. */
const EXPORT_TIMEOUT_MS = 5_000;

/** Polled by probes and scrapers every few seconds. */
const UNTRACED = /^\/(health\/|metrics$)/;

/**
 * Spans of requests, statements, Redis commands, calls of models and jobs, sent to the configured endpoint.
 * Names and attributes are those of the libraries; SQL is in them, values of parameters are not.
 */
export function startTracing(role: string, { endpoint, sampledShare }: TelemetryConfig): Tracing {
  const logger = new Logger('Telemetry');
  const warn = (...parts: unknown[]): void => logger.warn(parts.map(String).join(' '));
  const quiet = (): void => undefined;
  diag.setLogger({ error: warn, warn, info: quiet, debug: quiet, verbose: quiet }, DiagLogLevel.WARN);
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': `data-pipeline-${role}` }).merge(
      detectResources({ detectors: [envDetector] }),
    ),
    sampler: new ParentBasedSampler({ root: new RootSampler(sampledShare) }),
    spanProcessors: [exportTo(`${endpoint.replace(/\/+$/, '')}/v1/traces`)],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  instrument(provider);
  const tracer = trace.getTracer('data-pipeline');
  return {
    queue: new BullMQOtel({ tracerName: 'bullmq' }),
    nameRoute: (route) => {
      const request = getRPCMetadata(context.active());
      if (request?.type === RPCType.HTTP && route !== undefined) {
        request.route = route;
      }
    },
    inSpan: (name, attributes, work) =>
      tracer.startActiveSpan(name, { attributes }, async (span) => {
        try {
          return await work();
        } catch (error) {
          span.recordException(error as Error);
          span.setStatus({ code: SpanStatusCode.ERROR });
          throw error;
        } finally {
          span.end();
        }
      }),
    stop: () => provider.shutdown().catch((error: unknown) => logger.warn(String(error))),
  };
}

/** While the collector is unreachable, only spans are lost. */
function exportTo(url: string): BatchSpanProcessor {
  return new BatchSpanProcessor({
    exporter: new OTLPTraceExporter({ url, timeoutMillis: EXPORT_TIMEOUT_MS }),
    exportTimeoutMillis: EXPORT_TIMEOUT_MS,
  });
}

function instrument(tracerProvider: TracerProvider): void {
  registerInstrumentations({
    tracerProvider,
    instrumentations: [
      new HttpInstrumentation({
        ignoreIncomingRequestHook: ({ url = '' }) => UNTRACED.test(url),
        // The calls of the product go through fetch, which the next one sees; this would see our own exporter.
        disableOutgoingRequestInstrumentation: true,
      }),
      new UndiciInstrumentation({ requireParentforSpans: true }),
      new PgInstrumentation({ requireParentSpan: true, ignoreConnectSpans: true }),
      new IORedisInstrumentation({ requireParentSpan: true }),
    ],
  });
  // They patch prototypes when a module is required. Ours were imported, and long before this.
  const require = createRequire(import.meta.url);
  for (const name of ['node:http', 'pg', 'ioredis']) {
    require(name);
  }
}
