import type { ReversalActivities } from '../src/contract/activity-shapes';
import { makeCheckIdentity, type CheckIdentityDependencies } from './check-identity';
import { createLookUpLeg } from './lookup';
import { readHistories } from './read-histories';
import { makeReadRules } from './rules';
import { makeSendLeg, type SendLegDependencies } from './send-leg';
import { askReversal, makeSubmitReversal } from './submit';
import { makeWaitForGateway } from './wait-for-gateway';

/** All activities of this package, over one gateway client and one set of rules. */
export function createActivities(dependencies: SendLegDependencies & CheckIdentityDependencies): ReversalActivities {
  return {
    sendLeg: makeSendLeg(dependencies),
    lookUpLeg: createLookUpLeg(dependencies.gateway, dependencies.rulesOf),
    waitForGateway: makeWaitForGateway(dependencies.gateway),
    readRules: makeReadRules(dependencies.rulesOf),
    checkIdentity: makeCheckIdentity(dependencies),
    readHistories,
    submitReversal: makeSubmitReversal(dependencies.rulesOf),
    askReversal,
  };
}
