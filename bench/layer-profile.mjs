/**
 * Loaded with `--import` into a process of `bench/http-layers.mjs`: on the message `start` it begins to take samples of
 * the stack and to count statements and Redis commands, on `stop` it answers with the share of each layer.
 */
import { Session } from 'node:inspector/promises';
import process from 'node:process';
import { Redis } from 'ioredis';
import pg from 'pg';

const SAMPLE_EVERY_MICROSECONDS = 500;

/** The layer of a package, or of a folder of ours. */
const LAYERS = [
  ['PostgreSQL', /^(pg|pg-.*|postgres-.*|typeorm|libs\/(database|postgres|shared-work))$/],
  ['Redis and BullMQ', /^(ioredis|@ioredis\/.*|redis-.*|bullmq|msgpackr.*|libs\/(queue|queue-repair))$/],
  ['files', /^(libs\/(files|data-directory|step-files))$/],
  ['validation', /^(class-validator|class-transformer|validator|zod|libphonenumber-js)$/],
  [
    'HTTP, Nest',
    /^(fastify|@fastify\/.*|@nestjs\/.*|rxjs|tslib|find-my-way|light-my-request|helmet|avvio|secure-json-parse|fast-.*|reflect-metadata)$/,
  ],
  ['our code', /^(libs|apps|bench)(\/|$)/],
];

/** The package, or the folder of ours, that a script belongs to; null for Node itself. */
function ownerOf(url) {
  const packages = [...url.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/g)];
  if (packages.length > 0) {
    return packages.at(-1)[1];
  }
  return /\/(?:dist\/)?((?:libs|apps)\/[^/]+|bench)\//.exec(url)?.[1] ?? null;
}

/** Microseconds by layer. What Node does itself counts for the nearest caller that is not Node. */
function timesOf({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const layerOf = (id) => {
    const { functionName } = byId.get(id).callFrame;
    if (functionName === '(idle)' || functionName === '(garbage collector)') {
      return functionName;
    }
    for (let at = id; at !== undefined; at = parents.get(at)) {
      const owner = ownerOf(byId.get(at).callFrame.url);
      if (owner !== null) {
        return LAYERS.find(([, pattern]) => pattern.test(owner))?.[0] ?? owner;
      }
    }
    return 'Node: event loop, sockets';
  };
  const times = {};
  samples.forEach((id, index) => {
    const layer = layerOf(id);
    times[layer] = (times[layer] ?? 0) + timeDeltas[index];
  });
  delete times['(idle)'];
  return times;
}

const counts = { statements: 0, commands: 0 };
for (const [type, method, name] of [
  [pg.Client, 'query', 'statements'],
  [Redis, 'sendCommand', 'commands'],
]) {
  const original = type.prototype[method];
  type.prototype[method] = function counted(...args) {
    counts[name] += 1;
    return original.apply(this, args);
  };
}

const session = new Session();
session.connect();
process.on('message', async (message) => {
  if (message === 'start') {
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_EVERY_MICROSECONDS });
    await session.post('Profiler.start');
    Object.assign(counts, { statements: 0, commands: 0 });
    process.send('started');
  } else if (message === 'stop') {
    const { profile } = await session.post('Profiler.stop');
    process.send({ times: timesOf(profile), counts });
  }
});
