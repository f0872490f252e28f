import type { LegStatus } from '../../../src/domain/model/leg';
import { captureBalances } from '../../../src/domain/decision/balance';
import { allLegs } from '../../../src/domain/model/ledger-state';
import { nextSend } from '../../../src/domain/decision/next-send';
import { statusOf } from '../../../src/domain/views/status';
import { advance } from '../../../src/domain/transitions/advance';
import { ledgerView } from '../../../src/domain/views/view';
import { deepFrozen } from './deep-frozen';
import { always, captured, captureIds, claimed, claimOf, must, sum } from './law';
import { LedgerModel } from './ledger-model';

const givenBack: readonly LegStatus[] = ['declined', 'notSent', 'failed'];

function captureOfLeg(legId: string): string {
  return legId.split('/').at(-2) ?? '';
}

describe('ledger laws: whatever is requested, answered and recorded, in any order', () => {
  it('no transition makes what was and may be refunded exceed what was captured, per capture', () => {
    always(({ step, before, after, byOthers }) => {
      // A ledger that was reset has forgotten what lookups had freed, and holds it until they free it again.
      if (byOthers || step.do === 'reset') return;
      for (const id of captureIds) {
        must(claimed(after, id) <= Math.max(captured(after, id), claimed(before, id)), `${id} is promised twice`);
      }
    });
  });

  it('nothing is admitted while a capture is over-refunded, and nothing is sent for that capture', () => {
    always(({ before, after, admission, sent }) => {
      const over = captureIds.filter((id) => captured(after, id) > 0 && claimed(after, id) > captured(after, id));
      must(admission?.kind !== 'admitted' || over.length === 0, 'admitted while over-refunded');
      const sentFor = allLegs(before).find((leg) => leg.legId === sent)?.captureId ?? 'none';
      must(!over.includes(sentFor), 'sent for an over-refunded capture');
    });
  });

  it('the gateway is never asked to refund more than was captured, by its own book', () => {
    always(({ step, sent }, { moved, sends, capturedEver }) => {
      // Only a send tells the gateway anything; who healed an ended leg told of what had happened past us.
      if (step.do !== 'send' || sent === null) return;
      const about = sends.get(sent);
      for (const id of captureIds) {
        const others = [...moved.values()].filter((leg) => leg.captureId === id && leg.legId !== sent);
        const own = about?.operation === 'refund' && captureOfLeg(sent) === id ? about.amountMinor : 0;
        if (own === 0) continue;
        const told = own + sum(others.map((leg) => leg.amountMinor));
        must(told <= (capturedEver.get(id) ?? 0), `${id} was given back twice`);
      }
    });
  });

  it('no request gets more than it asked for, whatever was found out, resolved or reset', () => {
    always((_happened, { moved, bound }) => {
      for (const { requestId, operation, amountMinor } of bound.values()) {
        if (operation === 'cancel' || amountMinor === null) continue;
        const legs = [...moved.values()].filter((leg) => leg.legId.split('/').slice(0, -2).join('/') === requestId);
        must(sum(legs.map((leg) => leg.amountMinor)) <= amountMinor, `${requestId} got more than it asked for`);
      }
    });
  });

  it('what the ledger shows as reserved, pending and unknown covers what the gateway may have moved', () => {
    always(({ after }, { moved }) => {
      const legs = new Map(allLegs(after).map((leg) => [leg.legId, leg]));
      for (const legId of moved.keys()) {
        const status = legs.get(legId)?.status ?? 'forgotten';
        must(
          ['succeeded', 'pending', 'unknown', 'sending'].includes(status),
          `${legId} may have moved and is ${status}`,
        );
      }
      for (const { legId, status } of legs.values()) {
        must(status !== 'succeeded' || moved.has(legId), `${legId} is called succeeded and did not move`);
      }
    });
  });

  it('one leg at most is being sent, and none while the end of a void is open', () => {
    always(({ before, after, sent }) => {
      must(allLegs(after).filter((leg) => leg.status === 'sending').length <= 1, 'two calls in flight');
      const openVoids = allLegs(before).filter(
        (leg) => leg.operation === 'void' && ['sending', 'pending', 'unknown'].includes(leg.status),
      );
      const again = openVoids.length === 1 && openVoids[0]?.legId === sent && openVoids[0].status === 'unknown';
      must(sent === null || openVoids.length === 0 || again, 'sent past an open void');
    });
  });

  it('a leg goes through its life in order, and a leg that has left is never forgotten', () => {
    const next: Record<LegStatus, readonly LegStatus[]> = {
      planned: ['planned', 'sending', 'notSent'],
      sending: ['sending', 'planned', 'notSent', 'succeeded', 'declined', 'pending', 'unknown'],
      succeeded: ['succeeded', 'failed'],
      pending: ['pending', 'succeeded', 'failed', 'unknown'],
      // Declined: a recovery took a call for lost while it was under way, and the next one has read its answer.
      unknown: ['unknown', 'sending', 'succeeded', 'pending', 'notSent', 'failed', 'declined'],
      declined: ['declined'],
      // What was found later, by a lookup or a person, corrects or rechecks.
      notSent: ['notSent', 'succeeded', 'unknown'],
      failed: ['failed', 'succeeded', 'unknown'],
    };
    always(({ step, before, after }) => {
      // A reset forgets; what it must not forget are the movements, which another law holds it to.
      if (step.do === 'reset') return;
      const nothingLeft = step.do === 'answer' && step.result.status === 'notSent';
      const now = new Map(allLegs(after).map((leg) => [leg.legId, leg]));
      for (const leg of allLegs(before)) {
        const later = now.get(leg.legId);
        const mayGo = leg.status === 'planned' || (leg.status === 'sending' && nothingLeft);
        if (later === undefined) must(mayGo, `${leg.legId} was forgotten`);
        else must(next[leg.status].includes(later.status), `${leg.legId}: ${leg.status} became ${later.status}`);
        const sentAgain = leg.status === 'unknown' && later?.status === 'sending';
        must(!sentAgain || leg.operation === 'void', `refund ${leg.legId} was sent again`);
      }
    });
  });

  it('a refund is sent again only when it is certain that nothing of it left, also after resets; a void only after unknown', () => {
    always(({ before, sent }, { sends }) => {
      if (sent === null) return;
      const { operation, results } = sends.get(sent) ?? { operation: 'refund', results: [] };
      const earlier = results.slice(0, -1);
      const nothingLeft = earlier.every((result) => result?.status === 'notSent' || result?.status === 'resetDetected');
      const wasUnknown = allLegs(before).some((leg) => leg.legId === sent && leg.status === 'unknown');
      must(nothingLeft || (operation === 'void' && wasUnknown), `${sent} was sent again`);
    });
  });

  it('a leg or reversal id is given once, also after resets', () => {
    let seen = new Set<string>();
    let current: LedgerModel | null = null;
    always(({ step, before, after }, model) => {
      const isNew = current !== model || step.do === 'reset';
      current = model;
      const ids = allLegs(after).map((leg) => leg.legId);
      must(new Set(ids).size === ids.length, 'two legs share an id');
      const reversalIds = after.reversals.map((one) => one.reversalId);
      must(new Set(reversalIds).size === reversalIds.length, 'two reversals share an id');
      if (isNew) seen = new Set(ids);
      const known = new Set(allLegs(before).map((leg) => leg.legId));
      for (const id of ids.filter((one) => !known.has(one))) must(isNew || !seen.has(id), `${id} was given twice`);
      ids.forEach((id) => seen.add(id));
    });
  });

  it('advancing twice is advancing once', () => {
    always(({ after, now, sent, admission }, { rules }) => {
      if (sent !== null || admission?.kind === 'refused') return;
      must(JSON.stringify(advance(after, rules, now)) === JSON.stringify(after), 'a second time changed something');
    });
  });

  it('an admitted request stays bound: the same body changes nothing, another body is refused', () => {
    always(({ after, now }, { rules, bound }) => {
      for (const [requestId, asked] of bound) {
        const status = deepFrozen(advance(after, rules, now));
        const probe = new LedgerModel(rules);
        probe.state = status;
        probe.now = now;
        probe.bound.set(requestId, asked);
        const repeated = probe.run({ do: 'repeat', which: 0 });
        expect(repeated.admission?.kind).toBe('repeated');
        expect(allLegs(repeated.after).map(({ legId, status }) => [legId, status])).toEqual(
          allLegs(status).map(({ legId, status }) => [legId, status]),
        );
        expect(repeated.after.reversals.length).toBe(status.reversals.length);
        probe.state = status;
        const otherwise = probe.run({ do: 'askOtherwise', which: 0 });
        expect(otherwise.admission?.kind).toBe('refused');
        expect(otherwise.after.reversals).toEqual(status.reversals);
      }
    }, 200);
  });

  it('the amount of a refund, once pinned, stays, and its legs never come to more', () => {
    always(({ step, before, after }) => {
      if (step.do === 'reset') return;
      for (const reversal of after.reversals) {
        const was = before.reversals.find((one) => one.reversalId === reversal.reversalId)?.requestedMinor ?? null;
        must(was === null || reversal.requestedMinor === was, 'a pinned amount changed');
        if (reversal.operation === 'cancel' || reversal.requestedMinor === null) continue;
        const live = reversal.legs.filter((leg) => !givenBack.includes(leg.status));
        // A recovery may hold two sends of which only one can have left; nothing is planned on top of them.
        if (!live.some((leg) => leg.status === 'planned' || leg.status === 'sending')) continue;
        must(sum(live.map((leg) => leg.amountMinor)) <= reversal.requestedMinor, 'more than was asked');
      }
    });
  });

  it('who is shown as working has a leg under way or a leg whose turn it is in the ledger', () => {
    always(({ after, now }, { rules }) => {
      const state = advance(after, rules, now);
      const working = state.reversals.filter((one) => statusOf(state, one, now).phase === 'working');
      const goesOn = nextSend(state) !== null || allLegs(state).some((leg) => leg.status === 'sending');
      must(goesOn || working.length === 0, 'shown as working, and nothing can happen');
    });
  });

  it('the balance adds up, per capture and over all', () => {
    always(({ after, now }) => {
      const view = ledgerView(after, now);
      if (view === null) return;
      const balances = captureBalances(after);
      for (const one of balances) {
        const used = one.voidedMinor + one.refundedMinor + one.pendingMinor + one.unknownMinor + one.reservedMinor;
        const all =
          used + one.externallyRefundedMinor + one.disputedMinor + one.refundableMinor - one.overRefundedMinor;
        must(all === one.capturedMinor, 'a capture does not add up');
        must(used + one.externallyRefundedMinor + one.disputedMinor === claimed(after, one.captureId), 'miscounted');
      }
      const reserved = allLegs(after).filter((leg) => ['planned', 'sending'].includes(leg.status));
      const { balance } = view;
      must(balance.capturedMinor === sum(captureIds.map((id) => captured(after, id))), 'captured');
      must(balance.refundableMinor === sum(balances.map((one) => one.refundableMinor)), 'refundable');
      must(balance.refundedMinor === sum(balances.map((one) => one.refundedMinor)), 'refunded');
      must(balance.reservedMinor === sum(reserved.map((leg) => claimOf(after, leg))), 'reserved');
    });
  });
});
