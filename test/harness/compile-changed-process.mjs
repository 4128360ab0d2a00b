/**
 * `node compile-changed-process.mjs [root files]`: compiles the product with files changed or added in memory. Standard input
 * is JSON, the new text by path; standard output is JSON, the messages of the compiler by path. Without root files it
 * compiles what the build compiles. A process of its own, since the compiler runs several times slower inside Jest.
 */
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import process from 'node:process';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '../..');
const changes = JSON.parse(readFileSync(0, 'utf8'));
const errors = {};

function compile(configPath, rootFiles) {
  const configFile = join(ROOT, configPath);
  const { config } = ts.readConfigFile(configFile, ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(
    config,
    ts.sys,
    dirname(configFile),
    undefined,
    configFile,
  );
  const compilerOptions = { ...options, noEmit: true, incremental: false, tsBuildInfoFile: undefined };
  const host = ts.createCompilerHost(compilerOptions);
  const readFile = host.readFile.bind(host);
  const fileExists = host.fileExists.bind(host);
  host.fileExists = (path) => relative(ROOT, path) in changes || fileExists(path);
  host.readFile = (path) => changes[relative(ROOT, path)] ?? readFile(path);
  const program = ts.createProgram(rootFiles.length > 0 ? rootFiles : fileNames, compilerOptions, host);
  for (const { file, messageText } of ts.getPreEmitDiagnostics(program)) {
    const path = file ? relative(ROOT, file.fileName) : configPath;
    (errors[path] ??= []).push(ts.flattenDiagnosticMessageText(messageText, '\n'));
  }
}

const roots = process.argv.slice(2).map((path) => join(ROOT, path));
compile('tsconfig.build.json', roots);
if (roots.length === 0) {
  compile('apps/console/tsconfig.json', []);
}
process.stdout.write(JSON.stringify(errors));
