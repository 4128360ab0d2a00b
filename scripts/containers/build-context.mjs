/**
 * Whether the build context of the image holds everything that the stages of the Dockerfile need: what they copy, the
 * programs that they run, the settings and sources of the build with every import of them.
 */
import { readFile, readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import ts from 'typescript';
import { contextPaths, parseStages, stageFiles } from './dockerfile.mjs';

/** Never part of a checkout; `coverage` only at the top: a folder of sources may have that name. */
const NOT_SOURCES = new Set(['node_modules', 'dist', '.git', 'data_pipeline', '.interop-venv', '.test-services']);
const NOT_SOURCES_AT_TOP = new Set(['coverage']);
const INSTALL = /\bnpm ci\b/;
const BUILD = /\bscripts\/compile\.mjs\b/;

/**
 * @param {string} root folder of a checkout
 * @param {{ dockerfile?: string, dockerignore?: string }} [texts] instead of the files of these names
 * @returns {Promise<string[]>} a sentence per missing input; empty when the image can be built
 */
export async function missingInputs(root, texts = {}) {
  const dockerfile = texts.dockerfile ?? (await readFile(join(root, 'Dockerfile'), 'utf8'));
  const dockerignore = texts.dockerignore ?? (await readFile(join(root, '.dockerignore'), 'utf8'));
  const context = contextPaths(dockerignore, await pathsBelow(root));
  const problems = [];
  for (const stage of parseStages(dockerfile)) {
    const { files, missing } = stageFiles(stage, context);
    const name = stage.name || 'the last stage';
    const read = (path) => readFile(join(root, files.get(path)), 'utf8');
    const found = [
      ...missing.map((path) => `the build context has no ${path}, which a COPY names`),
      ...missingPrograms(stage, files),
      ...(stage.commands.some((command) => INSTALL.test(command)) ? absent(files, INSTALL_INPUTS, 'npm ci') : []),
      ...(stage.commands.some((command) => BUILD.test(command)) ? await missingSources(files, read) : []),
    ];
    problems.push(...found.map((problem) => `${name}: ${problem}`));
  }
  return problems;
}

const INSTALL_INPUTS = ['package.json', 'package-lock.json', '.npmrc'];

function absent(files, paths, reader) {
  return paths.filter((path) => !files.has(path)).map((path) => `${reader} reads ${path}, which no COPY brings`);
}

/** Files that a command hands to Node, unless they come from the installation or the build. */
function missingPrograms({ commands }, files) {
  const programs = commands.flatMap((command) => [...command.matchAll(/\bnode (?:--\S+ )*([\w./-]+\.[mc]?js)\b/g)]);
  return programs
    .map(([, path]) => path)
    .filter((path) => !/^(node_modules|dist)\//.test(path) && !files.has(path))
    .map((path) => `a command runs ${path}, which no COPY brings`);
}

async function missingSources(files, read) {
  const settings = absent(files, ['package.json', 'tsconfig.json', 'tsconfig.build.json'], 'the build');
  if (settings.length > 0) {
    return settings;
  }
  const { include } = parseJson(await read('tsconfig.build.json'));
  const folders = include.filter((folder) => ![...files.keys()].some((path) => path.startsWith(`${folder}/`)));
  const { imports } = JSON.parse(await read('package.json'));
  const sources = [...files.keys()].filter((path) => /\.(tsx?|mjs)$/.test(path) && !/\.(spec|fixture)\.ts$/.test(path));
  const unresolved = await Promise.all(
    sources.map(async (path) =>
      importsOf(await read(path))
        .filter((specifier) => !resolves(specifier, path, files, imports))
        .map((specifier) => `${path} imports ${specifier}, which no COPY brings`),
    ),
  );
  return [
    ...folders.map((folder) => `tsconfig.build.json includes ${folder}, which no COPY brings`),
    ...unresolved.flat(),
  ];
}

/** Imports, and files that a module names by their place next to it. */
function importsOf(text) {
  const { importedFiles } = ts.preProcessFile(text, true, true);
  const named = [...text.matchAll(/new URL\('(\.[^'$]+)', import\.meta\.url\)/g)].map(([, path]) => path);
  return [...importedFiles.map(({ fileName }) => fileName), ...named.filter((path) => !path.endsWith('/'))].filter(
    (specifier) => /^[.#]/.test(specifier),
  );
}

function resolves(specifier, importer, files, imports) {
  const path = specifier.startsWith('#')
    ? mappedImport(specifier, imports)
    : posix.join(posix.dirname(importer), specifier);
  // A program of the built tree is looked for from its source.
  const candidates = [
    path,
    path.replace(/\.js$/, '.ts'),
    path.replace(/\.js$/, '.tsx'),
    path.replace(/\.mjs$/, '.mts'),
  ];
  return (
    candidates.some((candidate) => files.has(candidate)) ||
    [...files.keys()].some((file) => file.startsWith(`${path}/`))
  );
}

/** `#libs/tasks` by the `imports` of package.json, on the condition `source`. */
function mappedImport(specifier, imports) {
  for (const [pattern, target] of Object.entries(imports)) {
    const [prefix, suffix = ''] = pattern.split('*');
    if (specifier.startsWith(prefix) && specifier.endsWith(suffix)) {
      const matched = specifier.slice(prefix.length, specifier.length - suffix.length);
      return posix.normalize((target.source ?? target).replaceAll('*', matched));
    }
  }
  return specifier;
}

function parseJson(text) {
  return ts.parseConfigFileTextToJson('tsconfig.build.json', text).config;
}

async function pathsBelow(root, folder = '') {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const nested = await Promise.all(
    entries
      .filter(({ name }) => !NOT_SOURCES.has(name) && !(folder === '' && NOT_SOURCES_AT_TOP.has(name)))
      .map((entry) => {
        const path = posix.join(folder, entry.name);
        return entry.isDirectory() ? pathsBelow(root, path) : [path];
      }),
  );
  return nested.flat();
}
