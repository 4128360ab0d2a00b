import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { missingInputs } from '../../scripts/containers/build-context.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const dockerfile = await readFile(new URL('../../Dockerfile', import.meta.url), 'utf8');
const dockerignore = await readFile(new URL('../../.dockerignore', import.meta.url), 'utf8');

/** The text without one of its lines; the line has to be there. */
function without(text: string, line: string): string {
  const lines = text.split('\n');
  expect(lines).toContain(line);
  return lines.filter((other) => other !== line).join('\n');
}

describe('the build context of the image', () => {
  it('holds everything that the stages of the Dockerfile need', async () => {
    expect(await missingInputs(ROOT)).toEqual([]);
  });

  it.each([
    ['!clients', 'build: the build context has no clients, which a COPY names'],
    ['!libs', 'build: the build context has no libs, which a COPY names'],
    ['!tsconfig.build.json', 'build: the build reads tsconfig.build.json, which no COPY brings'],
    ['!scripts/compile.mjs', 'build: a command runs scripts/compile.mjs, which no COPY brings'],
    ['!scripts/run-command.mjs', 'build: scripts/compile.mjs imports ./run-command.mjs, which no COPY brings'],
    ['!.npmrc', 'dependencies: npm ci reads .npmrc, which no COPY brings'],
    ['!scripts/prune-modules.mjs', 'dependencies: a command runs scripts/prune-modules.mjs, which no COPY brings'],
    ['!LICENSE', 'the last stage: the build context has no LICENSE, which a COPY names'],
  ])('lacks an input when .dockerignore loses %s', async (line, problem) => {
    expect(await missingInputs(ROOT, { dockerignore: without(dockerignore, line) })).toContain(problem);
  });

  it.each([
    ['COPY clients clients', /^build: apps\/cli\/src\/[\w-]+\.ts imports #clients\/typescript, which no COPY brings$/],
    ['COPY libs libs', /^build: apps\/api\/src\/[\w./-]+ imports #libs\/[\w-]+, which no COPY brings$/],
    ['COPY scripts/prune-modules.mjs scripts/', /^dependencies: a command runs scripts\/prune-modules\.mjs/],
  ])('lacks an input when the Dockerfile loses %s', async (line, problem) => {
    expect(await missingInputs(ROOT, { dockerfile: without(dockerfile, line) })).toContainEqual(
      expect.stringMatching(problem),
    );
  });

  it('lacks a file in the middle of a folder that a pattern keeps out', async () => {
    expect(await missingInputs(ROOT, { dockerignore: `${dockerignore}\nlibs/clock` })).toContainEqual(
      expect.stringMatching(/imports #libs\/clock, which no COPY brings$/),
    );
  });
});
