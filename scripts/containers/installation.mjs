import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { freePort } from '../free-port.mjs';
import { eventually } from './checks.mjs';

const OWN_SERVICES = ['migrate', 'api', 'worker'];
const BUSINESS_DATABASE = 'highway_db';
const REQUEST_LIMIT_MS = 60_000;

/** One installation of the service, started from the project's own compose file. */
export class Installation {
  /** Values that an operator sets in `.env`. */
  secrets = {
    POSTGRES_PASSWORD: secret(),
    REDIS_PASSWORD: secret(),
    SECRET_KEY: secret(),
    API_KEYS: secret(),
    READER_PASSWORD: secret(),
  };

  /** @param {import('./engine.mjs').Engine} engine */
  constructor(engine) {
    this.engine = engine;
    this.project = `data-pipeline-test-${process.pid}`;
  }

  /**
   * From now on `compose` works with the compose file of that folder and that image.
   * @param {string} folder a checkout
   * @param {string} image
   */
  async use(folder, image) {
    this.port ??= await freePort();
    this.folder = folder;
    const override = join(this.engine.folder, 'compose.override.json');
    const services = Object.fromEntries(OWN_SERVICES.map((name) => [name, { image, pull_policy: 'never' }]));
    await writeFile(override, JSON.stringify({ services }));
    this.files = ['--file', join(folder, 'docker-compose.yml'), '--file', override];
  }

  /** A variable of the caller's shell, or its `.env`, would change what is tested. */
  get #environment() {
    const { READER_PASSWORD: reader, ...variables } = this.secrets;
    const kept = Object.entries(this.engine.environment).filter(([name]) => /^(PATH|HOME|DOCKER_\w+)$/.test(name));
    const owner = `data_pipeline:${variables.POSTGRES_PASSWORD}@postgres:5432`;
    return {
      ...Object.fromEntries(kept),
      ...variables,
      HTTP_PORT: String(this.port),
      BUSINESS_DATABASE_URL: `postgres://highway_reader:${reader}@postgres:5432/${BUSINESS_DATABASE}`,
      VECTOR_DATABASE_URL: `postgres://${owner}/data_pipeline`,
      SWEEP_INTERVAL_SECONDS: '5',
      STEP_ATTEMPTS: '10',
    };
  }

  compose(args, options = {}) {
    const place = ['--project-name', this.project, '--project-directory', this.folder, '--env-file', '/dev/null'];
    return this.engine.docker(['compose', ...place, ...this.files, ...args], { env: this.#environment, ...options });
  }

  /** Starts what is not running in the version in use, and waits until the API is ready. */
  async up(workers) {
    await this.compose(['up', '--detach', '--no-build', '--remove-orphans', '--scale', `worker=${workers}`]);
    await this.ready();
  }

  async ready() {
    await eventually('the API answers /health/ready with 200', 90_000, async () => {
      const response = await this.fetch('/health/ready');
      return response.status === 200 ? true : null;
    });
  }

  down() {
    return this.compose(['down', '--volumes', '--remove-orphans', '--timeout', '5']);
  }

  /** Runs a program in a running container; its standard input is the file, where one is named. */
  exec(service, command, options = {}) {
    return this.compose(['exec', '--no-TTY', ...(options.flags ?? []), service, ...command], options);
  }

  /** Runs a script of `inside/` in the image, on the superuser of the bundled PostgreSQL. */
  async runInside(script, ...args) {
    const text = await readFile(fileURLToPath(new URL(`inside/${script}`, import.meta.url)), 'utf8');
    const command = ['node', '--input-type=module', '--eval', text, '--', ...args];
    const { code, output } = await this.exec('api', command, { tolerate: true });
    if (code !== 0) {
      throw new Error(`${script} ended with exit code ${code}\n${output.trim().split('\n').slice(0, 12).join('\n')}`);
    }
    return output.trim();
  }

  /** @returns {Promise<object[]>} what `docker inspect` shows of the containers of a service, or of all */
  async inspect(service) {
    const { output } = await this.compose(['ps', '--all', '--quiet', ...(service ? [service] : [])]);
    const ids = output.trim().split('\n').filter(Boolean);
    return JSON.parse((await this.engine.docker(['inspect', ...ids])).output);
  }

  fetch(path, { method = 'GET', body, key = this.secrets.API_KEYS } = {}) {
    return fetch(`http://127.0.0.1:${this.port}${path}`, {
      method,
      headers: { 'accept-language': 'en', 'x-api-key': key, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(REQUEST_LIMIT_MS),
    });
  }

  /** @returns {Promise<object>} `data` of the answer */
  async call(path, options) {
    const response = await this.fetch(path, options);
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${options?.method ?? 'GET'} ${path}: ${response.status} ${text.slice(0, 400)}`);
    }
    return JSON.parse(text).data;
  }

  /** The last lines of every container, to diagnose a failure. */
  async logs() {
    return (await this.compose(['logs', '--no-color', '--tail', '15'], { tolerate: true })).output;
  }
}

/** Letters and digits: it becomes part of URLs. */
function secret() {
  return randomBytes(24).toString('hex');
}
