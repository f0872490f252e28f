// Tests that need a browser (Debian's package chromium, or CHROMIUM_PATH) beside a Temporal server: npm run test:browser.
// They are not among the projects of npm test, which passes on a machine without a browser.
const { projects, testTimeout } = require('./jest.config.js');
const workflow = projects.find(({ displayName }) => displayName === 'workflow');

/** @type {import('jest').Config} */
module.exports = {
  ...workflow,
  displayName: 'browser',
  testMatch: ['<rootDir>/test/browser/**/*.test.ts'],
  testTimeout,
};
