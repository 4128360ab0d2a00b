/**
 * The sources of the image, read from the text of Dockerfile and .dockerignore. No Docker is needed.
 *
 * @typedef {{ from: string | null, sources: string[], target: string }} Copy `from`: the stage or image, null for the
 *   build context
 * @typedef {{ name: string, copies: Copy[], commands: string[] }} Stage
 */
import picomatch from 'picomatch';

/**
 * @param {string} text a Dockerfile whose COPY lines are in the shell form
 * @returns {Stage[]}
 */
export function parseStages(text) {
  const stages = [];
  for (const line of text.replaceAll(/\\\n/g, ' ').split('\n')) {
    const [, instruction = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line.trim()) ?? [];
    const stage = stages.at(-1);
    if (instruction === 'FROM') {
      stages.push({ name: / AS (\S+)/i.exec(rest)?.[1] ?? '', copies: [], commands: [] });
    } else if (instruction === 'COPY') {
      stage?.copies.push(parseCopy(rest));
    } else if (['RUN', 'CMD', 'ENTRYPOINT'].includes(instruction)) {
      stage?.commands.push(rest.startsWith('[') ? JSON.parse(rest).join(' ') : rest);
    }
  }
  return stages;
}

function parseCopy(rest) {
  const words = rest.split(/\s+/);
  const options = words.filter((word) => word.startsWith('--'));
  const paths = words.filter((word) => !word.startsWith('--'));
  const from = options.find((option) => option.startsWith('--from='))?.slice('--from='.length) ?? null;
  return { from, sources: paths.slice(0, -1), target: paths.at(-1) ?? '' };
}

/**
 * The paths that Docker takes into the build context. The last pattern that matches a path or a folder above it decides.
 * @param {string} text a .dockerignore
 * @param {readonly string[]} paths relative to its folder, with forward slashes
 * @returns {string[]}
 */
export function contextPaths(text, paths) {
  const rules = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({
      keeps: line.startsWith('!'),
      matches: picomatch(line.replace(/^!/, '').replace(/^\/|\/$/g, ''), { dot: true }),
    }));
  return paths.filter((path) => {
    const above = path.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'));
    return rules.findLast(({ matches }) => above.some((part) => matches(part)))?.keeps ?? true;
  });
}

/**
 * The files of a stage that come from the build context, by their path below the working directory.
 * @param {Stage} stage
 * @param {readonly string[]} context
 * @returns {{ files: Map<string, string>, missing: string[] }} path in the stage → path in the context; `missing`: what
 *   a COPY names and the context does not hold
 */
export function stageFiles(stage, context) {
  const files = new Map();
  const missing = [];
  for (const { sources, target } of stage.copies.filter(({ from }) => from === null)) {
    for (const source of sources) {
      const found = context.filter((path) => path === source || path.startsWith(`${source}/`));
      if (found.length === 0) {
        missing.push(source);
      }
      const intoFolder = target.endsWith('/') || target === '.';
      for (const path of found) {
        const inside = path === source ? (intoFolder ? source.split('/').at(-1) : '') : path.slice(source.length + 1);
        files.set([target.replace(/^\.?\/?|\/$/g, ''), inside].filter(Boolean).join('/'), path);
      }
    }
  }
  return { files, missing };
}
