import { inspect } from 'node:util';
import { OrchestraGateway, GatewayOptionsError, type OrchestraGatewayOptions } from '../../../src/gateway';

const good: OrchestraGatewayOptions = { baseUrl: 'https://gateway.example', apiKey: 'key-that-stays-secret' };

function problemsOf(options: Partial<Record<keyof OrchestraGatewayOptions, unknown>>): readonly string[] {
  try {
    new OrchestraGateway({ ...good, ...options } as OrchestraGatewayOptions);
  } catch (error) {
    if (error instanceof GatewayOptionsError) return error.problems;
    throw error;
  }
  return [];
}

describe('a gateway client', () => {
  it.each<[Partial<OrchestraGatewayOptions>]>([
    [{}],
    [{ baseUrl: 'http://localhost:8080/proxy/' }],
    [{ requestTimeoutMs: 1, connectTimeoutMs: 600_000 }],
    [{ requestTimeoutMs: undefined, connectTimeoutMs: undefined }],
  ])('is made with %p', (options) => {
    expect(problemsOf(options)).toEqual([]);
  });

  it.each<[Record<string, unknown>, string]>([
    [{ baseUrl: '' }, 'baseUrl: write an http or https URL, like https://api.orchestrasolutions.com'],
    [{ baseUrl: 'gateway.example' }, 'baseUrl: write an http or https URL, like https://api.orchestrasolutions.com'],
    [
      { baseUrl: 'ftp://gateway.example' },
      'baseUrl: write an http or https URL, like https://api.orchestrasolutions.com',
    ],
    [{ baseUrl: undefined }, 'baseUrl: write an http or https URL, like https://api.orchestrasolutions.com'],
    [{ baseUrl: 'https://me:pass@gateway.example' }, 'baseUrl: leave out the user and password'],
    [{ baseUrl: 'https://gateway.example/?key=1' }, 'baseUrl: leave out what follows the path (? and #)'],
    [{ apiKey: '' }, 'apiKey: is empty; set the API key of your account'],
    [{ apiKey: ' \n' }, 'apiKey: is empty; set the API key of your account'],
    [{ apiKey: undefined }, 'apiKey: is empty; set the API key of your account'],
    [{ apiKey: 'secret\n' }, 'apiKey: holds spaces, line ends or characters that a header cannot hold'],
    [{ apiKey: 'sécret' }, 'apiKey: holds spaces, line ends or characters that a header cannot hold'],
    [{ requestTimeoutMs: 0 }, 'requestTimeoutMs: write whole milliseconds from 1 to 600000'],
    [{ requestTimeoutMs: Number.NaN }, 'requestTimeoutMs: write whole milliseconds from 1 to 600000'],
    [{ requestTimeoutMs: '30000' }, 'requestTimeoutMs: write whole milliseconds from 1 to 600000'],
    [{ connectTimeoutMs: 1.5 }, 'connectTimeoutMs: write whole milliseconds from 1 to 600000'],
    [{ connectTimeoutMs: 600_001 }, 'connectTimeoutMs: write whole milliseconds from 1 to 600000'],
  ])('is not made with %p', (options, problem) => {
    expect(problemsOf(options)).toEqual([problem]);
  });

  it('names all problems at once, and never the key', () => {
    const options = { baseUrl: 'nowhere', apiKey: 'my secret', requestTimeoutMs: -1, connectTimeoutMs: -1 };
    expect(problemsOf(options)).toHaveLength(4);
    expect(() => new OrchestraGateway(options)).toThrow(/^The gateway client cannot be made: baseUrl: .*; apiKey: /);
    expect(() => new OrchestraGateway(options)).not.toThrow(/secret/);
  });

  it('does not show its key when it is printed', () => {
    const client = new OrchestraGateway(good);
    expect(inspect(client, { depth: 9, showHidden: true })).not.toContain(good.apiKey);
    expect(JSON.stringify(client)).not.toContain(good.apiKey);
  });
});
