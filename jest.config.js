const swc = (syntax) => ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax } }, module: { type: 'commonjs' } }];
// jose is an ES module, which jest can only load as what it is made into.
const transform = { '^.+\\.ts$': swc('typescript'), '/node_modules/jose/.+\\.js$': swc('ecmascript') };
const transformIgnorePatterns = ['/node_modules/(?!jose/)'];
// Whoever imports this package by its name, as the examples do, gets the sources of its doors and not an old build.
const doors = Object.entries(require('./package.json').exports).filter(([, door]) => door.default !== undefined);
const moduleNameMapper = Object.fromEntries(
  doors.map(([name, door]) => [
    `^temporal-payment-reversals${name.slice(1)}$`,
    door.default.replace(/^\.\/lib\/(.*)\.js$/, '<rootDir>/$1.ts'),
  ]),
);
const shared = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform,
  transformIgnorePatterns,
  moduleNameMapper,
  modulePathIgnorePatterns: ['<rootDir>/lib/'],
};

// One for all: a real server, a busy machine and a bundle to build have to fit in. Jest reads it here and in no project.
// A test or a hook that waits for more than that (kills, outages, an installation) names its own.
const testTimeout = 60_000;

/** @type {import('jest').Config} */
module.exports = {
  maxWorkers: 2,
  testTimeout,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['unit', 'replay'].map((room) => `<rootDir>/test/${room}/**/*.test.ts`),
    },
    {
      ...shared,
      displayName: 'workflow',
      testMatch: ['workflow', 'crash', 'engine', 'e2e'].map((room) => `<rootDir>/test/${room}/**/*.test.ts`),
      globalSetup: '<rootDir>/test/support/global-setup.ts',
      globalTeardown: '<rootDir>/test/support/global-teardown.ts',
    },
  ],
};
