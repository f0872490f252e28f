import type { ActivateInput } from '@temporalio/workflow';
import { SignalGate, signalGate, signalsAtOnce } from '../../../workflows/guard/signal-gate';

/** What a run is handed, job by job, in the order in which it gets them. */
function handed() {
  const gate = new SignalGate(({ signalName }) => {
    if (signalName === 'unreadable') throw new Error('Nobody can read it.');
  });
  const names: string[] = [];
  const next = ({ activation }: ActivateInput): void => {
    for (const { signalWorkflow, fireTimer } of activation.jobs ?? [])
      names.push(signalWorkflow?.signalName ?? `timer ${String(fireTimer?.seq)}`);
  };
  const activate = (...jobs: object[]): void => {
    gate.activate({ activation: { jobs }, batchIndex: 0 }, next);
  };
  return { gate, names, activate };
}

function signalsFrom(from: number, count: number): object[] {
  return Array.from({ length: count }, (_, place) => ({ signalWorkflow: { signalName: `s${String(from + place)}` } }));
}

function namesUpTo(count: number): string[] {
  return Array.from({ length: count }, (_, place) => `s${String(place)}`);
}

describe('the gate for signals', () => {
  it('lets a bounded number through at once, and the others in their order when they are asked for', () => {
    const { gate, names, activate } = handed();
    activate(...signalsFrom(0, 120));
    expect(names).toEqual(namesUpTo(signalsAtOnce));
    expect(gate.waiting).toBe(120 - signalsAtOnce);
    gate.release(60);
    expect(names).toEqual(namesUpTo(110));
    gate.release(60);
    expect(names).toEqual(namesUpTo(120));
    expect(gate.waiting).toBe(0);
  });

  it('lets no later signal pass those that wait, and holds nothing else back', () => {
    const { gate, names, activate } = handed();
    activate(...signalsFrom(0, signalsAtOnce + 1));
    activate({ fireTimer: { seq: 7 } }, ...signalsFrom(signalsAtOnce + 1, 1));
    expect(names.at(-1)).toBe('timer 7');
    gate.release(2);
    expect(names.filter((name) => name.startsWith('s'))).toEqual(namesUpTo(signalsAtOnce + 2));
  });

  it('fails the task that brings a signal nobody can read, where it would have been held back', () => {
    const { names, activate } = handed();
    expect(() => {
      activate(...signalsFrom(0, signalsAtOnce), { signalWorkflow: { signalName: 'unreadable' } });
    }).toThrow('Nobody can read it.');
    expect(names).toEqual([]);
  });

  it('lets through as many as the run has room for, and is found by the run', () => {
    const { gate, names, activate } = handed();
    gate.room = () => 2;
    activate(...signalsFrom(0, 3));
    expect(names).toEqual(namesUpTo(2));
    expect(signalGate()).toBe(gate);
  });
});
