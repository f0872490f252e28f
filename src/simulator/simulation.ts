import type { FaultBook } from './fault-book';
import type { Journal } from './journal';
import type { SimulatorSettings } from './options';
import type { SentinelWatch } from './sentinels';
import type { MoneyState } from './state';
import type { Vault } from './vault';
import type { Waits } from './waits';

/** The parts of one running simulator, as its requests and its controls share them. */
export interface Simulation {
  readonly settings: SimulatorSettings;
  readonly state: MoneyState;
  readonly vault: Vault;
  readonly faults: FaultBook;
  readonly sentinels: SentinelWatch;
  readonly journal: Journal;
  readonly waits: Waits;
  /** Stops listening for a while; `ms` null: until `comeBack` is called. */
  readonly goDown: (ms: number | null) => Promise<void>;
}
