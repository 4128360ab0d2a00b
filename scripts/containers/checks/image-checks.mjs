import { ENTRIES } from '../../entries.mjs';
import { ensure } from '../checks.mjs';

/** Size that the production packages may have, in MB of 2^20 bytes. */
const MODULES_LIMIT_MB = 130;
/** The same of all that the image adds to its base. */
const PRODUCT_LIMIT_MB = 300;
const OWN_VARIABLES = ['NODE_ENV', 'PORT', 'DATA_DIRECTORY'];

/** Checks the image alone, outside an installation. */
export async function checkImage({ check, engine, image }) {
  const run = async (command, flags = [], options = {}) =>
    engine.docker(['run', '--rm', '--network', 'none', ...flags, image, ...command], options);

  await check('the image runs as a user without rights', async () => {
    const [{ Config: config }] = JSON.parse((await engine.docker(['image', 'inspect', image])).output);
    ensure(config.User === 'node', `User is "${config.User}"`);
    ensure((await run(['id', '-u'])).output.trim() === '1000', 'the user id is not 1000');
  });

  await check('the image carries no secret: every variable and build argument is a known one', async () => {
    const [{ Config: config }] = JSON.parse((await engine.docker(['image', 'inspect', image])).output);
    const own = config.Env.filter((line) => OWN_VARIABLES.includes(line.split('=')[0]));
    ensure(own.length === OWN_VARIABLES.length, `variables: ${config.Env.join(', ')}`);
    const { output } = await engine.docker(['history', '--no-trunc', '--format', '{{.CreatedBy}}', image]);
    ensure(!/(PASSWORD|SECRET|TOKEN|API_KEY)\w*=/i.test(output + config.Env.join('\n')), 'a secret is in its history');
  });

  await check(
    `the production packages are below ${MODULES_LIMIT_MB} MB, and the product below ${PRODUCT_LIMIT_MB} MB`,
    async () => {
      const sizeOf = async (path) => Number((await run(['du', '-sm', path])).output.split('\t')[0]);
      const [modules, product] = [await sizeOf('node_modules'), await sizeOf('.')];
      console.error(`          node_modules ${modules} MB, everything ${product} MB`);
      ensure(modules <= MODULES_LIMIT_MB, `node_modules has ${modules} MB`);
      ensure(product <= PRODUCT_LIMIT_MB, `the product has ${product} MB`);
    },
  );

  await check('the packages have neither development tools nor files that nothing loads', async () => {
    const unused = [
      '-name',
      '*.map',
      '-o',
      '-name',
      '*.d.ts',
      '-o',
      '-path',
      '*/typescript/lib/*',
      '-o',
      '-name',
      'jest',
    ];
    const { output } = await run(['find', 'node_modules', ...unused]);
    ensure(output.trim() === '', output.slice(0, 400));
  });

  const commands = Object.keys(ENTRIES).filter((name) => ENTRIES[name][0].includes('/cli/'));
  await check(`the commands ${commands.join(', ')} are on the PATH`, async () => {
    for (const command of commands) {
      const { output } = await run(['data-pipeline', command, '--help']);
      ensure(output.includes(`Usage: data-pipeline ${command}`), `${command} --help: ${output.slice(0, 200)}`);
    }
  });

  await check('a command without services says that the image has no embedded databases', async () => {
    const { code, output } = await run(['data-pipeline', 'migrate'], ['--read-only', '--tmpfs', '/tmp'], {
      tolerate: true,
    });
    ensure(code === 3 && /URLs of services/.test(output), `exit code ${code}: ${output.slice(0, 600)}`);
  });
}
