import { defineUpdate, setHandler } from '@temporalio/workflow';
import { checkRecovery, checkResolution, toResolution } from '../../src/contract/guard-operator';
import { messages, type FactAnswer } from '../../src/contract/messages';
import { recovered, type Recovery } from '../../src/domain/recover';
import { resolveUnknown } from '../../src/domain/resolve';
import { now, trace, type Ledger } from './ledger';
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
  if (ledger.rules === null) {
    trace(ledger, `recovered by ${recovery.actor.id}`, recovery.reason);
    ledger.state = { ...ledger.state, hold: null };
  } else {
    ledger.state = recovered(ledger.state, recovery, ledger.rules, now());
  }
  ledger.recoveredRunId = recovery.runId;
  ledger.soundBefore = true;
  return { taken: true, reason: null };
}
