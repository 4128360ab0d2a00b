import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../scripts/free-port.mjs';
import { describe, expect, it } from '@jest/globals';
import { eventually } from '../harness/eventually.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe('npm start', () => {
  it('runs an API and a worker, and leaves nothing behind when npm itself is told to stop', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'data-pipeline-start-'));
    const port = await freePort();
    const npm = spawn('npm', ['start', '--silent'], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], DATA_DIRECTORY: directory, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    npm.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    npm.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    const closed = new Promise<void>((resolve) => npm.once('close', () => resolve()));
    try {
      await eventually(
        () => expect(printed).toMatch(/listening on[\s\S]*worker takes|worker takes[\s\S]*listening on/),
        60_000,
      );
      const ready = await fetch(`http://127.0.0.1:${port}/health/ready`);
      expect(ready.status).toBe(200);
    } finally {
      npm.kill('SIGTERM');
    }
    // `close` comes when the last process that holds the output has gone, not only npm.
    await closed;
    expect(printed.match(/stopping/g)).toHaveLength(2);
    await rm(directory, { recursive: true, force: true });
  }, 120_000);
});
