'use strict';
// Shows both faults of docs/upstream.md with nothing but the SDK and the Temporal CLI.
//   npm install @temporalio/client@1.24.0 @temporalio/worker@1.24.0 @temporalio/workflow@1.24.0 @temporalio/proto@1.24.0 protobufjs@8
//   temporal server start-dev --headless &
//   node query-ahead-of-history.js query     fault A
//   node query-ahead-of-history.js noquery   fault A's control: the same without the query
//   node query-ahead-of-history.js empty     fault B
// One file is the workflow module, the worker process and the driver.
const isWorkflow = typeof process === 'undefined' || typeof process.argv === 'undefined';

// Hidden from the bundler, which takes this file for the workflow module and would follow every require.
const nodeRequire = isWorkflow ? null : eval('require');

if (isWorkflow) defineWorkflows();
else if (process.argv[2] === 'worker') void work();
else void drive(process.argv[2] ?? 'query');

function defineWorkflows() {
  const wf = require('@temporalio/workflow');
  const { one, two } = wf.proxyActivities({ startToCloseTimeout: '60s' });
  /** A timer leads to an activity; an update counts. */
  exports.timerThenActivity = async function timerThenActivity(ms) {
    let count = 0;
    wf.setHandler(wf.defineUpdate('count'), () => (count += 1));
    wf.setHandler(wf.defineQuery('asked'), () => count);
    await wf.sleep(ms);
    await one();
    await wf.condition(() => false);
  };
  /** Signals lead to no command; what an update leads to depends on the time of the task of the last signal. */
  exports.signalsWithoutCommands = async function signalsWithoutCommands() {
    let wokenAt = 0;
    wf.setHandler(wf.defineSignal('wake'), () => {
      wokenAt = Date.now();
    });
    wf.setHandler(wf.defineUpdate('count'), async () => {
      if (Date.now() - wokenAt > 700) await one();
      else await two();
    });
    await wf.sleep('1 hour');
  };
}

async function work() {
  const { NativeConnection, Worker } = nodeRequire('@temporalio/worker');
  beQuiet();
  const worker = await Worker.create({
    connection: await NativeConnection.connect({ address: address() }),
    taskQueue: process.argv[3],
    workflowBundle: { codePath: process.argv[4] },
    activities: { one: async () => undefined, two: async () => undefined },
    stickyQueueScheduleToStartTimeout: '3s',
  });
  process.once('disconnect', () => process.exit());
  process.once('message', () => void worker.run());
  process.send('ready');
}

async function drive(mode) {
  const { Client, Connection } = nodeRequire('@temporalio/client');
  const { bundleWorkflowCode, DefaultLogger, Worker } = nodeRequire('@temporalio/worker');
  beQuiet();
  const client = new Client({ connection: await Connection.connect({ address: address() }) });
  const taskQueue = `repro-${Date.now()}`;
  const codePath = `${nodeRequire('os').tmpdir()}/${taskQueue}.js`;
  const { code } = await bundleWorkflowCode({ workflowsPath: __filename, logger: new DefaultLogger('ERROR') });
  nodeRequire('fs').writeFileSync(codePath, code);
  const [first, second] = await Promise.all([startWorker(taskQueue, codePath), startWorker(taskQueue, codePath)]);
  first.send('poll');
  const handle = await (mode === 'empty' ? emptyTasks : queryAhead)(client, taskQueue, first, second, mode);
  const history = await handle.fetchHistory();
  second.kill('SIGKILL');
  console.log(history.events.map((event) => `${event.eventId} ${kindOf(event)}`).join('\n'));
  try {
    await Worker.runReplayHistory({ workflowBundle: { codePath } }, history);
    console.log('REPLAYED');
  } catch (error) {
    console.log('NOT REPLAYABLE:', /\[TMPRL1100\][^"]*/.exec(error.message)?.[0] ?? error.message);
  }
  process.exit(0);
}

async function queryAhead(client, taskQueue, first, second, mode) {
  const timerMs = 5_000;
  const handle = await client.workflow.start('timerThenActivity', {
    taskQueue,
    workflowId: taskQueue,
    args: [timerMs],
  });
  await has(handle, 'timerStartedEventAttributes');
  const startedAt = Date.now();
  second.send('poll');
  first.kill('SIGKILL');
  // Asked 1.5 s before the timer fires, the query waits 3 s for the first worker, which is dead.
  await pause(startedAt + timerMs - 1_500 - Date.now());
  const query = mode === 'query' ? handle.query('asked') : null;
  await has(handle, 'timerFiredEventAttributes');
  const update = handle.executeUpdate('count');
  await Promise.all([query, update]);
  await has(handle, 'activityTaskCompletedEventAttributes');
  return handle;
}

async function emptyTasks(client, taskQueue, first, second) {
  const handle = await client.workflow.start('signalsWithoutCommands', { taskQueue, workflowId: taskQueue });
  for (const tasks of [1, 2, 3]) {
    if (tasks > 1) await handle.signal('wake');
    await has(handle, 'workflowTaskCompletedEventAttributes', tasks);
  }
  first.kill('SIGKILL');
  await pause(1_000);
  const update = handle.executeUpdate('count');
  second.send('poll');
  await update;
  return handle;
}

async function startWorker(taskQueue, codePath) {
  const { fork } = nodeRequire('child_process');
  const child = fork(__filename, ['worker', taskQueue, codePath], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  process.once('exit', () => child.kill('SIGKILL'));
  await new Promise((resolve) => child.once('message', resolve));
  return child;
}

function beQuiet() {
  const { DefaultLogger, Runtime } = nodeRequire('@temporalio/worker');
  const filter = { core: 'ERROR', other: 'ERROR' };
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter } } });
}

async function has(handle, kind, atLeast = 1) {
  for (;;) {
    const { events } = await handle.fetchHistory();
    if (events.filter((event) => event[kind] != null).length >= atLeast) return;
    await pause(100);
  }
}

function kindOf(event) {
  const attributes = Object.keys(event).find((key) => key.endsWith('Attributes') && event[key] != null);
  return attributes?.replace('EventAttributes', '');
}

function address() {
  return process.env.TEMPORAL_ADDRESS ?? '127.0.0.1:7233';
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
