import { SimplePlugin } from '@temporalio/plugin';
import { Runtime, type BundleOptions, type Worker, type WorkerOptions } from '@temporalio/worker';
import { createActivities } from '../../activities/index';
import type { ResolveCard } from '../../activities/send-leg';
import { activityNames } from '../contract/names';
import { isGateway, type Gateway } from '../gateway/gateway';
import { OrchestraGateway, type OrchestraGatewayOptions } from '../gateway/index';
import { defaultRules, rulesFor, tokenRulesFor, type Rules } from '../rules/rules-file';
import { trustedWarning } from './trusted-warning';
import { installedSdk } from './installed-sdk';
import { judgeSdk } from './sdk-versions';
import { lacksHistoryGuard } from './guard-check';
import { withWorkflowBundleOptions } from './workflow-bundle';
import { missingWorkflows } from './workflow-check';

export interface PaymentReversalPluginOptions {
  /** Orchestra's options, or any `Gateway`: an `OrchestraGateway`, a wrapper of one, a fake for tests, another gateway. */
  readonly gateway: Gateway | OrchestraGatewayOptions;
  /** From `loadRules`. @default every account by the cautious profile `generic` */
  readonly rules?: Rules | undefined;
  /** Brings a card for payments whose snapshot holds none. It stays in the activity's memory. */
  readonly resolveCard?: ResolveCard | undefined;
  /**
   * Ledgers publish what waits in them, so that people find their work. Only after `ensureWorkList` has resolved for the
   * worker's namespace: one search attribute that the server lacks stops every ledger that would set it.
   *
   * @default false
   */
  readonly workList?: boolean | undefined;
}

/** The workflows of this package, for workers that have none of their own. */
const ownWorkflowsPath = require.resolve('../../workflows');

/**
 * Adds void and refund to a worker: its activities, and the workflows too where the user brings none. A user's own
 * workflow module re-exports them: `export * from 'temporal-payment-reversals/workflows'`.
 */
export class PaymentReversalPlugin extends SimplePlugin {
  readonly #warning: string | null;
  #sdkWarning: string | null = null;
  /** A plugin of the connection is handed each worker a second time. */
  readonly #started = new WeakSet<Worker>();

  /**
   * @throws GatewayOptionsError when the gateway's options cannot be used
   * @throws TypeError when the gateway has a part of the port's methods only
   */
  constructor(options: PaymentReversalPluginOptions) {
    const gateway = isGateway(options.gateway) ? options.gateway : new OrchestraGateway(options.gateway);
    const rules = options.rules ?? defaultRules;
    const activities = createActivities({
      gateway,
      rulesOf: (gatewayAccount) => {
        const found = rulesFor(rules, gatewayAccount);
        // How long a request lives, and what the server has, is known to this worker; no rules file knows it.
        return (
          found && { ...found, requestTimeoutMs: gateway.requestTimeoutMs, workListEnabled: options.workList ?? false }
        );
      },
      tokenRulesOf: (gatewayAccount) => tokenRulesFor(rules, gatewayAccount),
      resolveCard: options.resolveCard,
    });
    super({
      name: 'temporal-payment-reversals',
      activities: (existing?: object) => withoutClash(existing ?? {}, activities),
      workflowsPath: (existing?: string) => existing ?? ownWorkflowsPath,
    });
    this.#warning = trustedWarning(rules);
  }

  /** Warns at every start when identities are not verified, and of an SDK that is newer than those tested. */
  override runWorker(worker: Worker, next: (worker: Worker) => Promise<void>): Promise<void> {
    if (!this.#started.has(worker)) {
      for (const warning of [this.#warning, this.#sdkWarning]) {
        if (warning !== null) Runtime.instance().logger.warn(warning);
      }
    }
    this.#started.add(worker);
    return super.runWorker(worker, next);
  }

  override configureBundler(options: BundleOptions): BundleOptions {
    return withWorkflowBundleOptions(super.configureBundler(options));
  }

  /**
   * @throws Error when the SDK is installed twice or too old, or when the worker's workflows lack ours or the history
   *   guard: each would only show as a ledger that hangs
   */
  override configureWorker(options: WorkerOptions): WorkerOptions {
    const sdk = judgeSdk(installedSdk(options.workflowsPath));
    if (sdk.kind === 'refused') throw new Error(sdk.message);
    this.#sdkWarning = sdk.kind === 'newer' ? sdk.message : null;
    const bundled = options.workflowBundle !== undefined;
    const configured = super.configureWorker(options);
    const missing = missingWorkflows(options);
    if (missing.length > 0) {
      throw new Error(
        `The worker's workflows do not export ${missing.join(', ')}. ` +
          "Add to the workflow module: export * from 'temporal-payment-reversals/workflows';",
      );
    }
    refuseWithoutGuard(options);
    if (!bundled) return configured;
    // A prebuilt bundle brings its own workflows; a path beside it only makes the worker warn.
    const { workflowsPath: _unused, ...withBundle } = configured;
    return withBundle;
  }
}

/** What the guard needs to work. Without it a worker runs well, and leaves ledgers behind that none can take over. */
function refuseWithoutGuard(options: WorkerOptions): void {
  if (lacksHistoryGuard(options)) {
    throw new Error(
      "The worker's prebuilt bundle lacks the history guard. " +
        'Bundle with the plugin, or with bundleWorkflowCode({ ..., ...workflowBundleOptions() }).',
    );
  }
  if (options.reuseV8Context === false) {
    throw new Error(
      'The history guard keeps its memory in the V8 context that workflows share: leave out reuseV8Context.',
    );
  }
}

/** An activity that replaces one of ours removes what keeps money from moving twice: it is refused, never replaced silently. */
function withoutClash(existing: object, added: object): object {
  const own: Record<string, unknown> = { ...existing };
  const clashes = Object.entries(added).filter(([name, made]) => name in own && own[name] !== made);
  if (clashes.length > 0) {
    const names = clashes.map(([name]) => name).join(', ');
    throw new Error(
      `The worker has activities named ${names} already, as PaymentReversalPlugin has (${Object.values(activityNames).join(', ')}). ` +
        'Rename yours; replacing ours would undo what keeps a refund from being sent twice.',
    );
  }
  return { ...existing, ...added };
}
