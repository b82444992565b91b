/** The house rules of docs/architecture.md: arrows point inward only. test/architecture/ proves that they bite. */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A circle of imports cannot be understood from any of its files.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'heart-imports-itself-and-zod',
      comment: 'The heart knows no framework, no platform and no I/O.',
      severity: 'error',
      from: { path: '^src/' },
      to: { pathNot: ['^src/', '^node_modules/zod/'] },
    },
    {
      name: 'adapters-import-the-heart',
      comment: 'Adapters plug into the heart; they know neither the jobs nor the wiring.',
      severity: 'error',
      from: { path: '^adapters/' },
      to: { path: '^(jobs|config|test)/' },
    },
    {
      name: 'adapters-do-not-know-one-another',
      comment: 'Whoever removes one adapter must not break another.',
      severity: 'error',
      from: { path: '^adapters/([^/]+)/' },
      to: { path: '^adapters/', pathNot: '^adapters/$1/' },
    },
    {
      name: 'jobs-import-the-heart',
      comment: 'Jobs get their ports handed in.',
      severity: 'error',
      from: { path: '^jobs/' },
      to: { path: '^(adapters|config|test)/' },
    },
    {
      name: 'queue-only-in-jobs',
      comment: 'BullMQ is the bell, and the bell hangs in jobs/.',
      severity: 'error',
      from: { path: '^(src|adapters|config)/' },
      to: { path: '^node_modules/bullmq/' },
    },
    {
      name: 'bot-framework-only-in-teams',
      comment:
        'Support of botbuilder has ended: whoever replaces it has to look into one folder (decision 0009).',
      severity: 'error',
      from: { path: '^(src|adapters|jobs|config)/', pathNot: '^adapters/teams/' },
      to: { path: '^node_modules/(botbuilder[^/]*|botframework-[^/]+|@azure/[^/]+)/' },
    },
    {
      name: 'token-check-only-in-teams',
      comment: 'Only Teams signs with tokens; jose checks them there, and nobody else has a use for it.',
      severity: 'error',
      from: { path: '^(src|adapters|jobs|config)/', pathNot: '^adapters/teams/' },
      to: { path: '^node_modules/jose/' },
    },
    {
      name: 'only-compose-wires',
      comment: 'What meets whom is decided in one place (its loader for the command line is config/cli.ts).',
      severity: 'error',
      from: { path: '^config/', pathNot: '^config/compose(-platforms)?\\.ts$' },
      to: { path: '^(adapters|jobs)/' },
    },
    {
      name: 'tests-stay-outside',
      comment: 'The product does not know its tests.',
      severity: 'error',
      from: { path: '^(src|adapters|jobs|config)/' },
      to: { path: '^test/' },
    },
    {
      name: 'not-unresolvable',
      comment: 'A module that cannot be found was not checked either.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
    doNotFollow: { path: 'node_modules' },
  },
};
