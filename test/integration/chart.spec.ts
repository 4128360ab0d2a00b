import { readdir, readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { describe, expect, it } from '@jest/globals';
import { environmentSchema } from '#libs/config';
import { QUEUE_NAMES, STEP_QUEUES } from '#libs/pipeline';
import { productVersion } from '#libs/product-version';
import { ENTRIES } from '../../scripts/entries.mjs';

// `npm run test:chart` renders the chart by Helm itself.
const CHART = new URL('../../charts/data-pipeline/', import.meta.url);
const textOf = (name: string): Promise<string> => readFile(new URL(name, CHART), 'utf8');

const templateOf = (name: string): Promise<string> => textOf(`templates/${name.includes('.') ? name : `${name}.yaml`}`);

type Values = Record<string, unknown>;

/** Maps are merged, everything else is replaced, as Helm does it. */
function merged(base: Values, over: Values): Values {
  const entries = Object.entries(over).map(([name, value]) => [
    name,
    isMap(value) && isMap(base[name]) ? merged(base[name], value) : value,
  ]);
  return { ...base, ...Object.fromEntries(entries) } as Values;
}

function isMap(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

describe('the Helm chart', () => {
  it('describes its values: those of each example are accepted, and the defaults want a secret', async () => {
    const validate = new Ajv({ allErrors: true, strict: false }).compile(
      JSON.parse(await textOf('values.schema.json')) as object,
    );
    const defaults = parse(await textOf('values.yaml')) as Values;
    for (const file of await readdir(new URL('values/', CHART))) {
      const values = merged(defaults, parse(await textOf(`values/${file}`)) as Values);
      validate(values);
      expect({ file, errors: validate.errors }).toEqual({ file, errors: null });
    }
    expect(validate(defaults)).toBe(false);
    expect(validate(merged(defaults, { existingSecret: 'x', storage: { kind: 's3', url: 's3://b' } }))).toBe(true);
    expect(validate(merged(defaults, { existingSecret: 'x', workers: { default: { steps: ['nope'] } } }))).toBe(false);
  });

  it('knows every queue, and has the version of the product', async () => {
    const schema = JSON.parse(await textOf('values.schema.json')) as {
      definitions: { steps: { items: { enum: string[] } } };
    };
    expect(schema.definitions.steps.items.enum).toEqual(QUEUE_NAMES);
    expect(await textOf('templates/_helpers.tpl')).toContain(`\n${QUEUE_NAMES.join(',')}\n`);
    expect(await textOf('templates/_helpers.tpl')).toContain(`\n${[...new Set(STEP_QUEUES)].join(',')}\n`);
    expect(parse(await textOf('Chart.yaml'))).toMatchObject({
      version: productVersion(),
      appVersion: productVersion(),
    });
  });

  it('takes the variables of the product that are no secrets and that it does not set itself', async () => {
    const schema = JSON.parse(await textOf('values.schema.json')) as {
      definitions: { variables: { propertyNames: { anyOf: [{ enum: string[] }, object] } } };
    };
    const templates = (await Promise.all(['api', 'workers', '_helpers.tpl'].map(templateOf))).join('\n');
    const set = [...templates.matchAll(/- \{ name: ([A-Z][A-Z_]+),/g)].map(([, name]) => name);
    const free = Object.entries(environmentSchema.shape)
      .filter(([name, variable]) => variable.meta()?.['secret'] !== true && !set.includes(name))
      .map(([name]) => name);
    const [{ enum: taken }] = schema.definitions.variables.propertyNames.anyOf;
    expect(taken.toSorted()).toEqual(free.toSorted());
    expect(set.length).toBeGreaterThan(5);
  });

  it.each([
    ['a misspelt variable', { env: { LOG_LEVLE: 'debug' } }],
    ['a secret among them', { workers: { default: { env: { LLM_API_KEY: 'x' } } } }],
    ['no quantity', { api: { resources: { limits: { memory: 'lots' } } } }],
    ['a misspelt selector', { networkPolicy: { from: [{ namespace: 'monitoring' }] } }],
  ])('refuses %s', async (_, wrong) => {
    const validate = new Ajv({ strict: false }).compile(JSON.parse(await textOf('values.schema.json')) as object);
    const values = merged(parse(await textOf('values.yaml')) as Values, { existingSecret: 'x' });
    expect(validate(merged(values, { env: { LOG_LEVEL: 'debug', NODE_EXTRA_CA_CERTS: '/ca' } }))).toBe(true);
    expect(validate(merged(values, wrong))).toBe(false);
  });

  it('starts the same programs as npm, with variables that exist', async () => {
    const templates = await Promise.all(['api', 'workers', 'migration'].map(templateOf));
    const [api = '', workers = ''] = templates;
    expect(api).toContain(`command: [node, ${ENTRIES['start:api'].join(', ')}]`);
    expect(workers).toContain(`command: [node, ${ENTRIES['start:worker'].join(', ')}]`);
    const names = [
      ...`${templates.join('\n')}${await textOf('templates/_helpers.tpl')}`.matchAll(/name: ([A-Z][A-Z_]+)\b/g),
    ];
    expect(names.map(([, name = '']) => name).filter((name) => !(name in environmentSchema.shape))).toEqual([]);
    expect(names.length).toBeGreaterThan(5);
  });
});

describe('the systemd units', () => {
  const unitOf = (role: string): Promise<string> =>
    readFile(new URL(`../../deploy/systemd/data-pipeline-${role}.service`, import.meta.url), 'utf8');

  it('protect the machine from each program alike, and migrate before the others', async () => {
    const units = await Promise.all(['api', 'worker', 'migrate'].map(unitOf));
    const [api, worker, migrate = ''] = units.map((unit) =>
      unit
        .split('\n')
        .filter((line) => /^(No|Protect|Private|Restrict|Capability|User|StateDir|Environment=)/.test(line)),
    );
    expect(worker).toEqual(api);
    expect(migrate).toEqual(api);
    expect(api?.length).toBeGreaterThan(8);
    expect(units[2]).toContain(
      `ExecStart=/usr/bin/env -S node -- ${ENTRIES.migrate.join(' ')} --env-file /etc/data-pipeline.env\n`,
    );
    expect(units.slice(0, 2).filter((unit) => !unit.includes('Requires=data-pipeline-migrate.service'))).toEqual([]);
  });

  it('start the same programs, with the flags of npm', async () => {
    for (const role of ['api', 'worker'] as const) {
      const entry = ENTRIES[`start:${role}`];
      const unit = await unitOf(role);
      const started = ['node', ...entry.slice(0, -1), '--', entry.at(-1), '--env-file /etc/data-pipeline.env'].join(
        ' ',
      );
      expect(unit).toContain(`ExecStart=/usr/bin/env -S ${started}\n`);
    }
  });
});
