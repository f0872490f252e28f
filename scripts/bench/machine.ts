import { readFileSync } from 'node:fs';
import * as os from 'node:os';

/** Where and with what a result was measured. Nothing that names a person or a host. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  readonly temporalSdk: string;
  readonly temporalServer: string;
  /** How busy the machine was before, in processes that want to run, over the last minute. */
  readonly loadBefore: number;
}

export function describeMachine(temporalServer: string): Machine {
  const [cpu] = os.cpus();
  return {
    cpu: cpu?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    system: `${distribution()} ${os.arch()}`,
    node: process.version,
    temporalSdk: sdkVersion(),
    temporalServer,
    loadBefore: Number((os.loadavg()[0] ?? 0).toFixed(2)),
  };
}

function distribution(): string {
  try {
    return /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? os.platform();
  } catch {
    return `${os.platform()} ${os.release()}`;
  }
}

function sdkVersion(): string {
  const told = JSON.parse(readFileSync(require.resolve('@temporalio/worker/package.json'), 'utf8')) as unknown;
  const isTold = typeof told === 'object' && told !== null && 'version' in told;
  return isTold ? String(told.version) : 'unknown';
}
