import { measureNames, readOptions } from '../../../scripts/bench/options';

describe('The options of the bench', () => {
  it('measure everything in five rounds when nothing is said', () => {
    expect(readOptions([], undefined)).toMatchObject({ only: measureNames, rounds: 5, quick: false, server: 'dev' });
  });

  it('take one round for a smoke run, unless rounds are given', () => {
    expect(readOptions(['--quick'], undefined)).toMatchObject({ rounds: 1 });
    expect(readOptions(['--quick', '--rounds', '3'], undefined)).toMatchObject({ rounds: 3 });
  });

  it.each([
    ['a measure that is not there', ['--only', 'speed'], /--only speed: there is reversals/],
    ['no rounds', ['--rounds', '0'], /--rounds takes a whole number/],
    ['half a round', ['--rounds', '2.5'], /--rounds takes a whole number/],
    ['an unknown server', ['--server', 'mysql'], /there is dev and postgres/],
    ['PostgreSQL without an address', ['--server', 'postgres'], /needs TEMPORAL_ADDRESS/],
    ['an unknown option', ['--fast'], /--fast/],
  ])('refuse %s and say what to do', (_what, args, message) => {
    const read = readOptions(args, undefined);
    expect(read).toMatch(message);
    expect(read).toMatch(/--help/);
  });

  it('use the server that TEMPORAL_ADDRESS names', () => {
    expect(readOptions(['--server', 'postgres'], 'localhost:7233')).toMatchObject({ server: 'postgres' });
  });
});
