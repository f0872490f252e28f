/** The releases of Temporal's SDK with which the packed package is installed and tested: the first and the last of them. */
export const testedSdk = { lowest: '1.23.0', newest: '1.24.0' } as const;

/**
 * What has to be the same copy for the worker, its workflows and this package. The native core, the context of a running
 * activity and the context of a running workflow are kept in these packages, one in each copy.
 */
export const sharedSdkPackages = [
  '@temporalio/activity',
  '@temporalio/client',
  '@temporalio/worker',
  '@temporalio/workflow',
] as const;

export type SharedSdkPackage = (typeof sharedSdkPackages)[number];

/** One installed copy of a package of the SDK. */
export interface SdkCopy {
  readonly name: SharedSdkPackage;
  readonly version: string;
  /** Its folder: two copies of one version are still two. */
  readonly folder: string;
}

/** Which copies are in use. `others` are those that the worker or its workflow module takes. */
export interface InstalledSdk {
  readonly ours: readonly SdkCopy[];
  readonly others: readonly SdkCopy[];
}

export type SdkVerdict =
  | { readonly kind: 'fits' }
  | { readonly kind: 'newer'; readonly message: string }
  | { readonly kind: 'refused'; readonly message: string };

/**
 * Whether this package can work with the SDK that is installed. A worker with two copies of it starts, and then every
 * ledger hangs; an SDK before the lowest leaves every refund unsent. Neither says why, so both are refused here.
 */
export function judgeSdk({ ours, others }: InstalledSdk): SdkVerdict {
  const [first, ...more] = others.flatMap((other) =>
    ours.filter(({ name, folder }) => name === other.name && folder !== other.folder).map((own) => ({ own, other })),
  );
  if (first !== undefined) return { kind: 'refused', message: twoCopies([first, ...more]) };
  const unfit = ours.filter(({ version }) => !isInRange(version));
  if (unfit.length > 0) {
    return {
      kind: 'refused',
      message:
        `temporal-payment-reversals needs Temporal's SDK ${testedSdk.lowest} or a later 1.x, and ${namesOf(unfit)} is installed. ` +
        `Run: ${installCommand(testedSdk.newest)}`,
    };
  }
  const newer = ours.filter(({ version }) => minorOf(version) > minorOf(testedSdk.newest));
  if (newer.length === 0) return { kind: 'fits' };
  return {
    kind: 'newer',
    message:
      `temporal-payment-reversals is tested with Temporal's SDK ${testedSdk.lowest} to ${testedSdk.newest}, and ${namesOf(newer)} is installed. ` +
      `Update temporal-payment-reversals, or run: ${installCommand(testedSdk.newest)}`,
  };
}

interface Pair {
  readonly own: SdkCopy;
  readonly other: SdkCopy;
}

function twoCopies([first, ...more]: readonly [Pair, ...Pair[]]): string {
  const { own, other } = first;
  const names = new Set(more.map((pair) => pair.own.name).filter((name) => name !== own.name));
  const wanted = [first, ...more].map((pair) => pair.other.version).find(isInRange) ?? testedSdk.newest;
  return (
    `Two copies of Temporal's SDK are installed: temporal-payment-reversals uses ${own.name} ${own.version} (${own.folder}), ` +
    `and the worker uses ${other.version} (${other.folder}). ` +
    (names.size === 0 ? '' : `The same holds for ${[...names].join(', ')}. `) +
    `Ledgers cannot run on two copies. Run: ${installCommand(wanted)}`
  );
}

function installCommand(version: string): string {
  return `npm install ${sharedSdkPackages.map((name) => `${name}@${version}`).join(' ')}`;
}

function namesOf(copies: readonly SdkCopy[]): string {
  return copies.map(({ name, version }) => `${name} ${version}`).join(', ');
}

/** The range of the peer dependencies: the lowest and all that is later, up to the next major version. */
function isInRange(version: string): boolean {
  const [major, minor, patch] = partsOf(version);
  const [lowestMajor, lowestMinor, lowestPatch] = partsOf(testedSdk.lowest);
  return major === lowestMajor && (minor > lowestMinor || (minor === lowestMinor && patch >= lowestPatch));
}

function minorOf(version: string): number {
  return partsOf(version)[1];
}

function partsOf(version: string): readonly [number, number, number] {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return [major, minor, patch];
}
