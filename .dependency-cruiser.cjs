// Which room may use which. Run: npm run depcruise
//
// "Values" means what is left after compilation. A type-only import leaves nothing behind, so it can neither bring code
// into a workflow's bundle nor tie two rooms together at run time; where a rule speaks of values, types are free.

const values = { dependencyTypesNot: ['type-only'] };

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'domain-imports-nothing',
      comment:
        'The rules of money are pure functions on an immutable state. Without an import they can be tested without ' +
        'Temporal or a gateway, replayed in a workflow, and read on their own.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { pathNot: '^src/domain/' },
    },
    {
      name: 'model-is-the-ground',
      comment: 'The nouns of the domain know neither what is decided about them nor what can happen to them.',
      severity: 'error',
      from: { path: '^src/domain/model/' },
      to: { pathNot: '^src/domain/model/' },
    },
    {
      name: 'decisions-know-no-transitions',
      comment: 'What is decided depends on the nouns alone. A transition applies a decision; a view shows it.',
      severity: 'error',
      from: { path: '^src/domain/decision/' },
      to: { pathNot: '^src/domain/(model|decision)/' },
    },
    {
      name: 'transitions-know-no-views',
      comment: 'What happens to a ledger does not depend on how it is shown.',
      severity: 'error',
      from: { path: '^src/domain/transitions/' },
      to: { path: '^src/domain/views/' },
    },
    {
      name: 'views-know-no-transitions',
      comment: 'Looking changes nothing.',
      severity: 'error',
      from: { path: '^src/domain/views/' },
      to: { path: '^src/domain/transitions/' },
    },
    {
      name: 'contract-imports-domain-only',
      comment:
        'Both sides of every message read the contract: order workflows in the sandbox, services, tools. What it ' +
        'imports, all of them carry.',
      severity: 'error',
      from: { path: '^src/contract/' },
      to: {
        pathNot: ['^src/(domain|contract)/', '^src/security/card-number', '(^|/)node_modules/@temporalio/common/'],
      },
    },
    {
      name: 'contract-takes-types-alone-of-temporal',
      comment:
        'The definitions of messages have the types of Temporal. A service that only sends them should not load its ' +
        'runtime for that.',
      severity: 'error',
      from: { path: '^src/contract/' },
      to: { path: '(^|/)node_modules/@temporalio/', ...values },
    },
    {
      name: 'workflows-take-values-from-domain-contract-and-temporal-only',
      comment:
        'Workflow code is bundled into a sandbox and replayed for years. Anything with input, output, a clock or a ' +
        'random number behind it would break the replay; types of anything are free.',
      severity: 'error',
      from: { path: '^(workflows|src/workflow)/' },
      to: {
        pathNot: ['^workflows/', '^src/(domain|contract|workflow)/', '(^|/)node_modules/@temporalio/workflow/'],
        ...values,
      },
    },
    {
      name: 'activities-use-no-workflow-values',
      comment:
        'An activity runs in the worker process, where a workflow function is no workflow. It asks for one by name, ' +
        'through the client, with the names of the contract.',
      severity: 'error',
      from: { path: '^activities/' },
      to: { path: '^workflows/', ...values },
    },
    {
      name: 'gateway-knows-no-temporal',
      comment:
        'The gateway client sorts answers by what may have happened to the money, for any caller. What Temporal makes ' +
        'of that is decided in activities.',
      severity: 'error',
      from: { path: '^src/gateway/' },
      to: { path: ['(^|/)node_modules/@temporalio/', '^workflows/', '^activities/'] },
    },
    {
      name: 'simulator-is-independent',
      comment:
        'The simulator is the oracle of all tests. If it shared code with the client, the same mistake on both sides ' +
        'would look like coSignature. Only the table of currencies is common: it is a standard.',
      severity: 'error',
      from: { path: '^src/simulator/' },
      to: {
        path: ['^src/', '^workflows/', '^activities/'],
        pathNot: ['^src/simulator/', '^src/domain/model/currency'],
      },
    },
    {
      name: 'src-names-workflows-by-path',
      comment:
        'Workflow code is handed to the worker as a path and bundled. Imported as a value it would run outside its ' +
        'sandbox, and the worker would load it twice.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^workflows/', ...values },
    },
    {
      name: 'cli-is-a-leaf',
      comment:
        'The command line is one way in. What another part wants of it belongs in the room behind it. (Its own tests, and ' +
        'what writes its documents, may import it.)',
      severity: 'error',
      from: { pathNot: '^(src/cli|test|scripts/docs)/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'console-is-a-leaf',
      comment:
        'As the command line, one command of which starts it: the console shows what the rooms behind it know, and ' +
        'nobody builds on it.',
      severity: 'error',
      from: { pathNot: ['^(src/console|test)/', '^src/cli/commands/console'] },
      to: { path: '^src/console/' },
    },
    {
      name: 'no-cycles',
      comment:
        'Two files that need each other are one thing in two places, and which of them is initialised first depends on ' +
        'who asked. This counts types as well: such a cycle can only be read in circles.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'product-uses-no-tests-or-examples',
      comment: 'The package holds src, workflows and activities. What it imports from elsewhere is missing there.',
      severity: 'error',
      from: { path: '^(src|workflows|activities)/' },
      to: { path: '^(test|scripts|examples)/' },
    },
    {
      name: 'product-uses-no-dev-dependencies',
      comment: 'A user installs the dependencies alone.',
      severity: 'error',
      from: { path: '^(src|workflows|activities)/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        // What a user brings themselves may stand among the development dependencies as well.
        dependencyTypesNot: ['type-only', 'npm-peer'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^lib/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'default', 'types'],
      mainFields: ['main', 'types'],
    },
  },
};
