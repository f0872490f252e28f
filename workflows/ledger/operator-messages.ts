import { defineUpdate, setHandler } from '@temporalio/workflow';
import { checkRecovery, checkResolution, toResolution } from '../../src/contract/guard-operator';
import { messages, type FactAnswer } from '../../src/contract/messages';
import { recovered, type Recovery } from '../../src/domain/recover';
import { resolveUnknown } from '../../src/domain/resolve';
import { known, now, trace, type Ledger } from './ledger';
import { malformed, refuseWhileContinuing } from './messages';

const resolveUnknownUpdate = defineUpdate<FactAnswer, [unknown]>(messages.resolveUnknown);
const recoverUpdate = defineUpdate<FactAnswer, [unknown]>(messages.recover);

/** Registers what operators say to a ledger. */
export function registerOperatorMessages(ledger: Ledger): void {
  setHandler(resolveUnknownUpdate, (value) => takeResolution(ledger, value), {
    validator: (value) => {
      refuseWhileContinuing(ledger);
      const problems = checkResolution(value);
      if (problems.length > 0) throw malformed(problems);
    },
  });
  setHandler(recoverUpdate, (value) => takeRecovery(ledger, value as Recovery), {
    validator: (value) => {
      refuseWhileContinuing(ledger);
      const problems = checkRecovery(value);
      if (problems.length > 0) throw malformed(problems);
    },
  });
}

function takeResolution(ledger: Ledger, value: unknown): FactAnswer {
  if (ledger.rules === null) return { taken: false, reason: 'nothing is known of this payment yet' };
  const { state, refused } = resolveUnknown(ledger.state, toResolution(value), ledger.rules, now());
  ledger.state = state;
  return { taken: refused === null, reason: refused };
}

/** From here on the named run may send: it knows what every run before it has scheduled. */
function takeRecovery(ledger: Ledger, recovery: Recovery): FactAnswer {
  const facts = known(ledger);
  if (facts === null && recovery.legs.length > 0) {
    // Legs of a payment that nobody has told cannot be kept. Taken, they would be forgotten, and sent once more.
    const why =
      'this run of the ledger knows nothing of its payment yet: make any request with its snapshot, then recover again';
    trace(ledger, `recovery by ${recovery.actor.id}`, why);
    return { taken: false, reason: why };
  }
  if (facts === null) {
    trace(ledger, `recovered by ${recovery.actor.id}`, recovery.reason);
    ledger.state = { ...ledger.state, hold: null };
  } else {
    ledger.state = recovered(ledger.state, recovery, facts.rules, now());
  }
  ledger.recoveredRunId = recovery.runId;
  ledger.soundBefore = true;
  return { taken: true, reason: null };
}
