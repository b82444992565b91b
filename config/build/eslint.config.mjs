import eslint from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Promises are counted by the clock port: an instant read elsewhere could not be moved by a test or the town clock. */
const onlyPorts = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Use a clock port.' },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Use a clock port.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Use the Ids port.',
  },
];

/** Where the platforms are listed; everywhere else in the heart and the jobs they have no names. */
const listOfPlatforms = 'src/places.ts';

const aPlatform =
  ":matches(Identifier[name=/platform$/i], MemberExpression[property.name=/platform$/i], CallExpression[callee.name='platformOf'])";

/** A new platform is one new folder in adapters/ only while nothing else asks which one it is. */
const noPlatforms = [
  'Literal[value=/\\b(slack|teams|web)\\b/i]',
  'TemplateElement[value.cooked=/\\b(slack|teams|web)\\b/i]',
  'Identifier[name=/slack|teams|^(is|on)?web$/i]',
  `:matches(SwitchStatement, BinaryExpression[operator=/^[!=]=/]) > ${aPlatform}`,
].map((selector) => ({
  selector,
  message: 'Nothing here may ask which platform it is: let its adapter differ, or a port say what it can.',
}));

const restricted = (...selectors) => ({ 'no-restricted-syntax': ['error', ...selectors] });

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'coverage/',
      'node_modules/',
      '.yamabiko/',
      '**/*.cjs',
      '**/*.mjs',
      'adapters/web/page/',
    ],
  },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: process.cwd() } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**'],
    rules: {
      ...restricted(...onlyPorts),
      'no-restricted-globals': ['error', 'setTimeout', 'setInterval', 'setImmediate', 'process'],
    },
  },
  // The same rule twice: where two blocks name one rule, the later one takes its place.
  { files: ['src/**'], ignores: [listOfPlatforms], rules: restricted(...onlyPorts, ...noPlatforms) },
  { files: ['jobs/**'], rules: restricted(...noPlatforms) },
  {
    files: ['src/**', 'adapters/**', 'jobs/**', 'config/**'],
    ignores: ['config/environment.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only config/environment.ts reads the environment.' },
      ],
    },
  },
  {
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  prettier,
);
