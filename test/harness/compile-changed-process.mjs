/**
 * `node compile-changed-process.mjs [root files]`: compiles the product with files changed or added in memory. Standard input
 * is JSON, the new text by path; standard output is JSON, the messages of the compiler by path. Without root files it
 * compiles what the build compiles. A process of its own, since the compiler runs several times slower inside Jest.
 */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import process from 'node:process';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '../..');
const changes = JSON.parse(readFileSync(0, 'utf8'));
const configFile = join(ROOT, 'tsconfig.build.json');
const { config } = ts.readConfigFile(configFile, ts.sys.readFile);
const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT, undefined, configFile);
const compilerOptions = { ...options, noEmit: true, incremental: false, tsBuildInfoFile: undefined };
const host = ts.createCompilerHost(compilerOptions);
const readFile = host.readFile.bind(host);
const fileExists = host.fileExists.bind(host);
host.fileExists = (path) => relative(ROOT, path) in changes || fileExists(path);
host.readFile = (path) => changes[relative(ROOT, path)] ?? readFile(path);

const roots = process.argv.slice(2).map((path) => join(ROOT, path));
const program = ts.createProgram(roots.length > 0 ? roots : fileNames, compilerOptions, host);
const errors = {};
for (const { file, messageText } of ts.getPreEmitDiagnostics(program)) {
  const path = file ? relative(ROOT, file.fileName) : 'tsconfig.build.json';
  (errors[path] ??= []).push(ts.flattenDiagnosticMessageText(messageText, '\n'));
}
process.stdout.write(JSON.stringify(errors));
