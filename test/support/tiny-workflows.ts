import * as wf from '@temporalio/workflow';

// The smallest workflows in which something happens that leads to an activity, while a message may come as well.

interface Activities {
  first(): Promise<void>;
  second(): Promise<void>;
  local(): Promise<void>;
  wait(ms: number): Promise<void>;
}

const { first, second } = wf.proxyActivities<Activities>({ startToCloseTimeout: '60s' });
const { local, wait: waitLocally } = wf.proxyLocalActivities<Activities>({ startToCloseTimeout: '10s' });

const asked = wf.defineQuery<number>('asked');
const count = wf.defineUpdate<number>('count');
const wake = wf.defineSignal('wake');
const answerWhenDue = wf.defineUpdate<boolean>('answerWhenDue');

interface Seen {
  messages: number;
  wakes: number;
}

function listen(): Seen {
  const seen = { messages: 0, wakes: 0 };
  wf.setHandler(count, () => (seen.messages += 1));
  wf.setHandler(asked, () => seen.messages);
  wf.setHandler(wake, () => {
    seen.wakes += 1;
  });
  return seen;
}

const forEver = (): Promise<void> => wf.condition(() => false);

export async function timerThenActivity(ms: number): Promise<void> {
  listen();
  await wf.sleep(ms);
  await first();
  await forEver();
}

export async function timerBehindLocalActivity(ms: number): Promise<void> {
  listen();
  await wf.sleep(ms);
  await local();
  await first();
  await forEver();
}

export async function activityThenActivity(ms: number, taskQueue: string): Promise<void> {
  listen();
  await wf.proxyActivities<Activities>({ startToCloseTimeout: '60s', taskQueue }).wait(ms);
  await first();
  await forEver();
}

export async function signalThenActivity(): Promise<void> {
  const seen = listen();
  await wf.sleep(1);
  await wf.condition(() => seen.wakes > 0);
  await first();
  await forEver();
}

export async function timerBesideSignal(ms: number): Promise<void> {
  const seen = listen();
  await Promise.all([wf.sleep(ms).then(first), wf.condition(() => seen.wakes > 0).then(second)]);
  await forEver();
}

export async function timerBesideTimer(ms: number): Promise<void> {
  listen();
  await Promise.all([wf.sleep(ms).then(first), wf.sleep(ms + 2_500).then(second)]);
  await forEver();
}

/** A loop that does the most urgent thing, as a ledger does: it sees both causes at once, or one after the other. */
export async function mostUrgentFirst(ms: number, withLocalActivity: boolean): Promise<void> {
  const seen = listen();
  let isDue = false;
  void wf.sleep(ms).then(() => {
    isDue = true;
  });
  for (let done = 0; done < 2; done += 1) {
    await wf.condition(() => isDue || seen.wakes > 0);
    const act = seen.wakes > 0 ? second : first;
    if (seen.wakes > 0) seen.wakes = 0;
    else isDue = false;
    if (withLocalActivity) await local();
    await act();
  }
  await forEver();
}

/** Judges a timer that fired by the clock. */
export async function timerJudgedByClock(ms: number): Promise<void> {
  listen();
  for (const until = Date.now() + ms; Date.now() < until;) await wf.sleep(until - Date.now());
  await first();
  await forEver();
}

export async function updateAnsweredByTimer(ms: number): Promise<void> {
  listen();
  let isDue = false;
  wf.setHandler(answerWhenDue, async () => {
    await wf.condition(() => isDue);
    return isDue;
  });
  void wf.sleep(ms).then(() => {
    isDue = true;
  });
  await forEver();
}

/** What it does about an update depends on the task in which the last signal came. */
export async function signalsWithoutCommands(): Promise<void> {
  let wokenAt = 0;
  wf.setHandler(wake, () => {
    wokenAt = Date.now();
  });
  wf.setHandler(count, async () => {
    if (Date.now() - wokenAt > 700) await first();
    else await second();
    return 1;
  });
  await wf.sleep('1 hour');
}

/** A query comes with the task in which a local activity ends, and takes longer than the activity. */
export async function localActivityBesideQuery(taskMs: number): Promise<void> {
  const seen = listen();
  wf.setHandler(asked, () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, taskMs);
    return seen.messages;
  });
  await waitLocally(taskMs);
  await wf.condition(() => seen.wakes > 0);
  await Promise.all([local().then(first), wf.condition(() => seen.wakes > 1).then(second)]);
  await forEver();
}

/** What the timer leads to depends on when the task came in which it is handled. */
export async function timerThenClock(ms: number): Promise<void> {
  listen();
  const dueAt = Date.now() + ms;
  await wf.sleep(ms);
  if (Date.now() - dueAt > 3_000) await second();
  else await first();
  await forEver();
}
