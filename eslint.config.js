import js from '@eslint/js'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

/** A test leans on no day but one it names. */
const message = 'Name the instant; what needs the clock asks test/support/today.ts.'
const today = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message },
  { selector: 'MemberExpression[object.name="Date"][property.name="now"]', message },
]

/**
 * What the house forbids in any TypeScript file; test/architecture.test.ts checks imports, cycles
 * and budgets.
 */
const forbidden = {
  defaultExport: {
    selector: 'ExportDefaultDeclaration',
    message: 'No default exports: a name is found by its name.',
  },
  rawSql: {
    selector: 'MemberExpression[property.name=/^\\$(query|execute)RawUnsafe$/]',
    message: 'SQL is never put together from text: use sql`…` of database/statement.ts.',
  },
  insertedSql: {
    selector:
      'TaggedTemplateExpression > MemberExpression[object.name="Prisma"][property.name="raw"]',
    message: 'See sql`…` of database/statement.ts.',
  },
}

export default defineConfig(
  {
    ignores: [
      'dist/',
      'dist-bench/',
      'src/database/generated/',
      'src/i18n/generated/',
      'coverage/',
      'test-results/',
      'data/',
      '**/*.d.mts',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      // `row?: Row` and `query<Row>` name what comes back; nothing else of the signature can.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // The compiler's noPropertyAccessFromIndexSignature asks for the brackets this rule would
      // take away.
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...Object.values(forbidden)],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/config.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only config.ts reads the environment.' },
      ],
    },
  },
  {
    files: ['src/domain/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        'process',
        'setTimeout',
        'setInterval',
        'setImmediate',
        'fetch',
        'crypto',
        'performance',
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: '`now` is an argument.' },
        { object: 'Math', property: 'random', message: 'Chance is an argument.' },
      ],
    },
  },
  { files: ['src/cli/**/*.ts', 'bench/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 400 }],
      'no-regex-spaces': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['test/**/*.ts'],
    ignores: ['test/support/today.ts'],
    rules: { 'no-restricted-syntax': ['error', ...Object.values(forbidden), ...today] },
  },
  { files: ['vitest.config.ts', 'eslint.config.js'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        WebAssembly: 'readonly',
        console: 'readonly',
        fetch: 'readonly',
      },
    },
  },
  // The page runs in a browser; tsconfig.page.json checks what it names.
  { files: ['src/platforms/playground/page/*.js'], rules: { 'no-undef': 'off' } },
)
