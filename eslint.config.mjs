import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** A language that is added is found by the compiler only where texts are looked up by language. */
const LANGUAGE_AS_LITERAL = {
  selector: ':matches(BinaryExpression[operator=/^[!=]==?$/], SwitchCase) > Literal[value=/^(zh|en)$/]',
  message: 'Look the text up in a table by language (ByLanguage of #libs/language).',
};

const LANGUAGE_AS_ARGUMENT = {
  selector: 'CallExpression[callee.name=/^(errorText|render|renderTemplates)$/] Literal[value=/^(zh|en)$/]',
  message: 'Render in the language of the task or the reader, or in a named one of #libs/language (DEFAULT_LANGUAGE).',
};

/** A connection without a listener for errors ends the process when it is lost. */
const FRAGILE_CONNECTION = {
  selector: "NewExpression[callee.object.name='pg'][callee.property.name=/^(Client|Pool)$/]",
  message: 'Use openPool, withClient or SurvivingClient of #libs/postgres.',
};

/** `pipe` leaves a stream open, or its error unheard, when the other one breaks. */
const FRAGILE_STREAM = {
  selector:
    "CallExpression[callee.property.name='pipe']:not([callee.object.type='CallExpression'][callee.object.callee.property.name='handle'])",
  message: 'Use pipeline of node:stream: it ends both streams with the error of one.',
};

/** Tests render texts in the language that they expect. */
const TESTS = ['**/*.spec.ts', '**/*.fixture.ts', 'test/**/*.ts', 'bench/**/*.ts'];

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'node_modules/**',
      'data_pipeline/**',
      'coverage/**',
      '.test-services/**',
      '.interop-venv/**',
      'clients/typescript/src/schema.ts',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      curly: ['error', 'all'],
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'Read the environment through #libs/config only.',
        },
        LANGUAGE_AS_LITERAL,
        LANGUAGE_AS_ARGUMENT,
        FRAGILE_CONNECTION,
        FRAGILE_STREAM,
      ],
    },
  },
  {
    // Tests, benches and the process entry points may look at the real environment and talk to the console.
    files: [
      ...TESTS,
      'migrations/data-source.ts',
      'apps/*/src/main.ts',
      'apps/cli/**/*.ts',
      'libs/embedded/src/host/**/*.ts',
    ],
    rules: {
      'no-restricted-syntax': ['error', LANGUAGE_AS_LITERAL, LANGUAGE_AS_ARGUMENT, FRAGILE_CONNECTION, FRAGILE_STREAM],
      'no-console': 'off',
    },
  },
  { files: TESTS, rules: { 'no-restricted-syntax': ['error', LANGUAGE_AS_LITERAL] } },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        performance: 'readonly',
        AbortController: 'readonly',
        AbortSignal: 'readonly',
      },
    },
  },
  prettier,
);
