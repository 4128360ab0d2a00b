import { describe, expect, it } from '@jest/globals';
import { ESLint, Linter } from 'eslint';

const RULE = 'no-restricted-syntax';

/** Complaints of the rule, as it is configured for the file. */
async function complaints(file: string, code: string): Promise<string[]> {
  const config = (await new ESLint().calculateConfigForFile(file)) as { rules: Linter.RulesRecord };
  const rules = { [RULE]: config.rules[RULE] ?? 'off' };
  return new Linter().verify(code, [{ rules }]).map(({ message }) => message);
}

describe('the lint rule about connections', () => {
  it.each(['new pg.Client(url);', 'const pool = new pg.Pool({ max: 2 });'])('refuses %s', async (code) => {
    for (const file of ['libs/archives/src/a.ts', 'apps/cli/src/a.ts', 'libs/embedded/src/host/a.ts']) {
      expect(await complaints(file, code)).toEqual([expect.stringContaining('SurvivingClient')]);
    }
    expect(await complaints('libs/archives/src/a.integration.spec.ts', code)).toEqual([]);
  });
});

describe('the lint rule about streams', () => {
  it.each(['stored.pipe(open);', 'child.stdout?.pipe(log);', 'response.body().pipe(file);'])(
    'refuses %s',
    async (code) => {
      for (const file of ['libs/archives/src/a.ts', 'apps/cli/src/a.ts']) {
        expect(await complaints(file, code)).toEqual([expect.stringContaining('pipeline')]);
      }
    },
  );

  it('accepts an observable', async () => {
    expect(await complaints('apps/api/src/a.ts', 'next.handle().pipe(map((data) => data));')).toEqual([]);
  });
});

describe('lint rules about languages', () => {
  it.each([
    `errorText(error, 'zh');`,
    `render(message, 'en');`,
    `errorText(error, task === null ? 'zh' : languageOf(task));`,
  ])('refuse a language that is written where a text is rendered: %s', async (code) => {
    for (const file of ['libs/archives/src/a.ts', 'apps/cli/src/a.ts']) {
      expect(await complaints(file, code)).toEqual([expect.stringContaining('DEFAULT_LANGUAGE')]);
    }
    expect(await complaints('libs/archives/src/a.spec.ts', code)).toEqual([]);
  });

  it('accept a language with a name', async () => {
    expect(await complaints('libs/archives/src/a.ts', 'render(message, DEFAULT_LANGUAGE);')).toEqual([]);
  });
});
