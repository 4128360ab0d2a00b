import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { productVersion } from '#libs/product-version';

/** As in the API: the default of 10 ms wakes an idle process a hundred times a second. */
const LAG_PRECISION_MS = 50;

/** Numbers of this worker for Prometheus; those of the installation come from the API. */
@Injectable()
export class WorkerMetrics {
  private readonly registry = new Registry();
  private readonly ready = new Gauge({
    name: 'data_pipeline_worker_ready',
    help: 'Whether the worker takes jobs and reaches its services',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: LAG_PRECISION_MS });
    const version = new Gauge({
      name: 'data_pipeline_build_info',
      help: 'Version of the product',
      labelNames: ['version'],
      registers: [this.registry],
    });
    version.set({ version: productVersion() }, 1);
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  expose(ready: boolean): Promise<string> {
    this.ready.set(ready ? 1 : 0);
    return this.registry.metrics();
  }
}
