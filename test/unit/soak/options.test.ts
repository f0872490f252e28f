import { help, readOptions } from '../../../scripts/soak/options';

describe('The options of a soak', () => {
  it('lie unless they are told not to', () => {
    expect(readOptions([])).toMatchObject({ lies: true, seconds: 60, seed: 1 });
    expect(readOptions(['--no-lies'])).toMatchObject({ lies: false });
  });

  it.each([
    ['--seconds', ['--seconds', 'soon']],
    ['--seed', ['--seed', '1.5']],
    ['--lies', ['--lies']],
  ])('that are wrong are named with the way to the help: %s', (named, args) => {
    expect(readOptions(args)).toMatch(new RegExp(`${named}[^]*--help`));
  });

  it('are all in the help', () => {
    for (const option of ['--seconds', '--seed', '--payments-per-second', '--no-lies', '--histories', '--json']) {
      expect(help).toContain(`\n  ${option} `);
    }
  });
});
