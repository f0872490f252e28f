// The one default export of the project: ESLint reads its configuration from it.
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * Only these read the environment; everything else is told by its caller and can be tested without it. Tests and scripts
 * hand theirs on to the processes that they start.
 */
const mayReadTheEnvironment = ['src/config.ts', 'src/testing/environment.ts', 'test/**', 'scripts/**'];

/** Only these talk to a person; a library that prints hides what it should return or log through its host. */
const mayPrint = ['src/cli/**', 'scripts/**', 'examples/**'];

const restrictedSyntax = [
  { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
  { selector: 'TSExportAssignment', message: 'Export by name.' },
  { selector: 'TSEnumDeclaration', message: 'Use a union of string literals: it is the same on the wire.' },
];

export default defineConfig(
  { ignores: ['lib/', 'coverage/', 'node_modules/'] },
  {
    files: ['**/*.ts'],
    extends: [js.configs.recommended, tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // One name per thing, from its definition to every use.
      'no-restricted-syntax': ['error', ...restrictedSyntax],
      // A type import leaves no trace in the output: the workflow bundle depends on it.
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      // A status without a row is a payment without an answer. A default does not stand for the rows that are missing: it
      // would swallow the next status too. Where most of a union is alike, test for the few instead of switching.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: false, allowDefaultCaseForExhaustiveSwitch: true },
      ],
      // Nothing left to refund is 0, and 0 is falsy: `amountMinor || all` would give everything back.
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/strict-boolean-expressions': [
        'error',
        { allowNumber: false, allowNullableBoolean: true, allowNullableString: true },
      ],
      // Numbers print in one way only, so they may stand in messages as they are.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // A leading underscore says that a parameter is there for its position only.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only src/config.ts reads the environment.' },
      ],
      // A floating amount is a wrong amount: money is counted in minor units and converted in src/gateway/wire.ts.
      'no-restricted-globals': [
        'error',
        { name: 'parseFloat', message: 'Amounts are read by src/domain/model/money.ts.' },
      ],
    },
  },
  {
    // Workflow code is replayed: what differs between two runs of the same line breaks it. (Temporal replaces Date and
    // Math.random in its sandbox, but code that is also called outside would behave differently there.)
    files: ['workflows/**', 'src/domain/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'fetch', message: 'Input and output belong in activities.' },
        { name: 'setInterval', message: 'Use sleep or condition of @temporalio/workflow.' },
        { name: 'setTimeout', message: 'Use sleep or condition of @temporalio/workflow.' },
        { name: 'process', message: 'A workflow has no process.' },
        { name: 'parseFloat', message: 'Amounts are read by src/domain/model/money.ts.' },
      ],
    },
  },
  {
    // One clock, one advance, one check of the invariants: docs/adr/0016.
    files: ['workflows/**'],
    ignores: ['workflows/ledger/commit.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...restrictedSyntax,
        {
          selector: "AssignmentExpression[left.type='MemberExpression'][left.property.name='state']",
          message: 'Only commit() replaces the state of a ledger.',
        },
      ],
    },
  },
  { files: mayPrint, rules: { 'no-console': 'off' } },
  { files: mayReadTheEnvironment, rules: { 'no-restricted-properties': 'off' } },
  {
    files: ['test/**'],
    rules: {
      // Tests hand malformed values to the doors on purpose, and read JSON that only the assertion types.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      // Fakes of asynchronous interfaces answer at once.
      '@typescript-eslint/require-await': 'off',
      // expect(...).resolves and fast-check callbacks return what the line yields.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // A test builds the few cases it speaks about; a case that is missing fails it.
      '@typescript-eslint/switch-exhaustiveness-check': 'off',
    },
  },
  {
    // The console's script runs in the browser as it is: no compiler sees it. These are the globals that it may use.
    files: ['src/console/assets/*.js'],
    extends: [js.configs.recommended],
    languageOptions: {
      sourceType: 'script',
      globals: Object.fromEntries(
        ['DOMParser', 'document', 'fetch', 'location', 'setTimeout'].map((name) => [name, 'readonly']),
      ),
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: { eqeqeq: ['error', 'always'], 'no-var': 'error', 'prefer-const': 'error' },
  },
  // Jest calls the default export of these two.
  { files: ['test/support/global-{setup,teardown}.ts'], rules: { 'no-restricted-syntax': 'off' } },
);
