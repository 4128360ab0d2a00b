import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { PROBED_SERVICES, ServiceProbes } from '#libs/health';
import { productVersion } from '#libs/product-version';
import { WorkerLifecycle } from '../worker-lifecycle.js';
import { WorkerMetrics } from './worker-metrics.js';

const FILE_EVERY_MS = 5_000;

interface Readiness {
  readonly status: 'ok' | 'error';
  readonly version: string;
  /** Of the services that cannot be used, and `worker` when it takes no jobs. */
  readonly error: Readonly<Record<string, string>>;
}

/** Lets a supervisor see a worker: by a port, or by a file for probes that run a command. Off by default. */
@Injectable()
export class WorkerProbe implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  private readonly logger = new Logger(WorkerProbe.name);
  private server: Server | null = null;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly probes: ServiceProbes,
    private readonly lifecycle: WorkerLifecycle,
    private readonly metrics: WorkerMetrics,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { healthPort, healthFile } = this.config.worker;
    if (healthPort !== null) {
      this.server = createServer((request, response) => void this.answer(request, response));
      this.server.listen(healthPort);
      await once(this.server, 'listening');
    }
    if (healthFile !== null) {
      await this.writeFile(healthFile);
      this.timer = setInterval(() => void this.writeFile(healthFile), FILE_EVERY_MS).unref();
    }
  }

  /** Not ready as soon as the shutdown begins; `/live` answers until its end. */
  async onModuleDestroy(): Promise<void> {
    const { healthFile } = this.config.worker;
    if (healthFile !== null && this.timer !== null) {
      clearInterval(this.timer);
      await rm(healthFile, { force: true });
    }
  }

  onApplicationShutdown(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }

  private async answer({ method, url = '' }: IncomingMessage, response: ServerResponse): Promise<void> {
    const route = method === 'GET' ? url.split('?')[0] : '';
    try {
      if (route === '/live') {
        sendJson(response, 200, { status: 'ok', version: productVersion() });
      } else if (route === '/ready') {
        const readiness = await this.readiness();
        sendJson(response, readiness.status === 'ok' ? 200 : 503, readiness);
      } else if (route === '/metrics') {
        const text = await this.metrics.expose((await this.readiness()).status === 'ok');
        response.writeHead(200, { 'content-type': this.metrics.contentType }).end(text);
      } else {
        sendJson(response, 404, { message: 'expected GET /live, /ready or /metrics' });
      }
    } catch (error) {
      this.logger.error(`the probe failed: ${(error as Error).message}`);
      sendJson(response, 500, { status: 'error' });
    }
  }

  private async readiness(): Promise<Readiness> {
    const problems = await Promise.all(
      PROBED_SERVICES.map(async (service) => [service, await this.probes.problemOf(service)] as const),
    );
    const error = Object.fromEntries(
      problems.filter((entry): entry is [(typeof entry)[0], string] => entry[1] !== null),
    );
    if (!this.lifecycle.takesJobs) {
      Object.assign(error, { worker: 'takes no jobs: it is stopping, or its queue loops wait to start again' });
    }
    return { status: Object.keys(error).length === 0 ? 'ok' : 'error', version: productVersion(), error };
  }

  private async writeFile(path: string): Promise<void> {
    try {
      if ((await this.readiness()).status === 'ok') {
        await writeFile(path, `${new Date().toISOString()}\n`);
      } else {
        await rm(path, { force: true });
      }
    } catch (error) {
      this.logger.warn(`WORKER_HEALTH_FILE cannot be written: ${(error as Error).message}`);
    }
  }
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
