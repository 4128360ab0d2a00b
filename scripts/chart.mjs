/**
 * `npm run test:chart`: the Helm chart by Helm itself. `helm` is taken from the PATH, or built by Go from its module;
 * the rendered objects are validated against the schemas of Kubernetes, which the Python package kubernetes-validate
 * carries. With `--if-possible` a machine that can have neither says so and exits with 0.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './installation.mjs';
import { runCommand } from './run-command.mjs';

const CHART = join(ROOT, 'charts/data-pipeline');
const TOOLS = join(ROOT, '.test-services/chart');
const HELM = 'helm.sh/helm/v3/cmd/helm@v3.18.4';
const KUBERNETES_VALIDATE = 'kubernetes-validate==1.37.0';
const KUBERNETES = '1.31';

const KEDA = 'workers.default.keda.enabled=true';

/** Values that are refused, and a part of the reason. */
const WRONG = [
  ['existingSecret=', 'existingSecret'],
  ['storage.kind=nfs', 'storage.kind'],
  ['storage.kind=s3', 'storage.url'],
  ['workers.default.steps={nope}', 'workers.default.steps.0'],
  ['workers.default.steps={maintenance}', 'no pool of workers takes the queue ddl_generation'],
  [KEDA, 'needs keda.prometheusUrl'],
  ['workers.default.replicas=two', 'workers.default.replicas'],
  ['env.DATABASE_URL=x', 'DATABASE_URL'],
  ['image.digest=latest', 'image.digest'],
  ['api.replicas=2', 'ReadWriteOnce serves pods of one node only'],
  ['workers.default.replicas=3', 'ReadWriteOnce serves pods of one node only'],
  ['api.pdb.enabled=true', 'api.pdb.minAvailable 1 of 1 pods'],
  [['api.autoscaling.enabled=true', 'api.autoscaling.minReplicas=9'], 'api.autoscaling.minReplicas 9 is more than'],
  [
    [KEDA, 'keda.prometheusUrl=http://p', 'workers.default.keda.minReplicas=11'],
    'workers.default.keda.minReplicas 11 is more than',
  ],
  [['networkPolicy.enabled=true', 'ingress.enabled=true', 'ingress.host=h'], 'networkPolicy.from is empty'],
  [['networkPolicy.enabled=true', 'serviceMonitor.enabled=true'], 'networkPolicy.from is empty'],
  ['env.LOG_LEVLE=debug', 'LOG_LEVLE'],
  ['workers.default.env.LLM_API_KEY=x', 'LLM_API_KEY'],
  ['api.resources.limits.memory=lots', 'api.resources.limits.memory'],
  ['workers.default.resources.limit.cpu=1', 'workers.default.resources'],
  ['unknown=1', 'unknown'],
];

let passed = 0;
let failed = 0;

function check(name, problem) {
  if (problem === null) {
    passed += 1;
  } else {
    failed += 1;
  }
  console.log(`${problem === null ? 'ok  ' : 'FAIL'} ${name}${problem === null ? '' : `\n${problem}`}`);
}

async function findHelm() {
  for (const command of ['helm', join(TOOLS, 'helm')]) {
    if ((await runCommand(command, ['version', '--short'], { tolerate: true })).code === 0) {
      return command;
    }
  }
  await mkdir(TOOLS, { recursive: true });
  console.error('chart: building helm (go install); this happens once');
  await runCommand('go', ['install', HELM], { env: { ...process.env, GOBIN: TOOLS } });
  return join(TOOLS, 'helm');
}

async function findValidator() {
  const python = join(TOOLS, 'venv/bin/python');
  if (!existsSync(join(TOOLS, 'venv/bin/kubernetes-validate'))) {
    await runCommand('python3', ['-m', 'venv', join(TOOLS, 'venv')]);
    await runCommand(python, ['-m', 'pip', 'install', '--quiet', KUBERNETES_VALIDATE]);
  }
  return join(TOOLS, 'venv/bin/kubernetes-validate');
}

async function checkValues(helm, validator, file, folder) {
  const values = join(CHART, 'values', file);
  const lint = await runCommand(helm, ['lint', '--strict', CHART, '--values', values], { tolerate: true });
  check(`helm lint ${file}`, lint.code === 0 ? null : lint.output);
  const rendered = await template(helm, ['--values', values]);
  check(`helm template ${file}`, rendered.code === 0 ? null : rendered.output);
  const manifest = join(folder, file);
  await writeFile(manifest, rendered.output);
  const args = ['--strict', '--kubernetes-version', KUBERNETES, manifest];
  const valid = await runCommand(validator, args, { tolerate: true });
  // Of KEDA and the Prometheus operator no schema is at hand; the validator names them.
  valid.output.match(/Couldn't find schema for kind \w+/g)?.forEach((line) => console.log(`note ${line}`));
  check(`kubernetes-validate --strict ${file}`, valid.code === 0 ? null : valid.output);
}

function template(helm, args) {
  const common = ['template', 'demo', CHART, '--kube-version', `${KUBERNETES}.0`];
  return runCommand(helm, [...common, ...args], { tolerate: true });
}

function withSmall(helm, values) {
  const sets = [values].flat().flatMap((value) => ['--set', value]);
  return template(helm, ['--values', join(CHART, 'values/small.yaml'), ...sets]);
}

async function main() {
  let tools;
  try {
    tools = [await findHelm(), await findValidator()];
  } catch (error) {
    if (!process.argv.includes('--if-possible')) {
      throw error;
    }
    console.log(
      `chart: NOT CHECKED by helm, which this machine has not and cannot build: ${error.message.split('\n')[0]}`,
    );
    return;
  }
  const [helm, validator] = tools;
  const folder = await mkdtemp(join(tmpdir(), 'data-pipeline-chart-'));
  for (const file of (await readdir(join(CHART, 'values'))).sort()) {
    await checkValues(helm, validator, file, folder);
  }
  for (const [values, reason] of WRONG) {
    const { code, output } = await withSmall(helm, values);
    check(`refuses ${values}`, code !== 0 && output.includes(reason) ? null : output.slice(-500));
  }
  const { output } = await withSmall(helm, [KEDA, 'keda.prometheusUrl=http://p', 'storage.accessMode=ReadWriteMany']);
  const delayed = /queue=~"([^"]+)",state="delayed"/.exec(output)?.[1].split('|') ?? [];
  // A job of a scheduler is delayed until its next turn, and no load.
  const isOfSteps = delayed.includes('qa_generation') && !delayed.includes('schedules');
  check('counts delayed jobs of steps only', isOfSteps ? null : output.slice(-1500));
  await rm(folder, { recursive: true });
}

await main();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
