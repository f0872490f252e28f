import * as path from 'node:path';
import { DeterminismViolationError } from '@temporalio/workflow';
import { Worker } from '@temporalio/worker';
import { bundleOrderWorkflows } from '../support/order-bundle';
import { quietRuntime } from '../support/temporal';
import { historyNames, historyText, recordedNames, type HistoryName } from './history-names';

const repository = path.resolve(__dirname, '../..');

/** The order's workflow module holds all workflows of this package. */
let code: string;
beforeAll(async () => {
  quietRuntime();
  ({ code } = await bundleOrderWorkflows());
});

async function replay(text: string, byCode = code): Promise<void> {
  const history: unknown = JSON.parse(text);
  const [, workflowId = ''] = /"workflowId":"([^"]+)"/.exec(text.split('\n')[1] ?? '') ?? [];
  await Worker.runReplayHistory({ workflowBundle: { code: byCode } }, history, workflowId);
}

/** A text in which this stands exactly so often as it should, with something else in its place. */
function changed(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`"${from}" is not there to be changed`);
  return text.replaceAll(from, to);
}

/** A history with its payloads readable. */
function readable(text: string): string {
  return text.replaceAll(/"data":"([^"]*)"/g, (_all, data: string) => Buffer.from(data, 'base64').toString());
}

it('Every way through the workflows has its recorded history, and there is no other file', () => {
  expect(recordedNames()).toEqual(historyNames.toSorted());
});

describe('The code of today decides as it did when this was recorded', () => {
  it.each(historyNames)('%s', (name) => replay(historyText(name)));
});

describe('A workflow that is changed does not pass as the one that was recorded', () => {
  it.each<[what: string, HistoryName, from: string, to: string]>([
    ['sends by another activity', 'refund-settled', 'sendLeg', 'sendLegAtOnce'],
    [
      'no longer waits for a gateway that is down',
      'gateway-down-then-up',
      'return state.gateway.status ===',
      'return false && state.gateway.status ===',
    ],
    ['no longer tells its children', 'ledger-of-children', 'ledger.notifications.length > 0 ||', 'false &&'],
    ['no longer continues as new', 'repeat-after-continue-as-new', 'continueAsNewSuggested', 'neverSuggested'],
    ['hands its request over by another activity', 'child-refund', 'submitReversal', 'handOver'],
  ])('when the workflow %s', async (_what, name, from, to) => {
    await expect(replay(historyText(name), changed(code, from, to))).rejects.toThrow(DeterminismViolationError);
  });

  it('when the history is another workflow’s', async () => {
    const text = changed(historyText('refund-settled'), '{"name":"sendLeg"}', '{"name":"waitForGateway"}');
    await expect(replay(text)).rejects.toThrow(DeterminismViolationError);
  });
});

it('No recorded history names a machine, a person or a folder', () => {
  const traces = new RegExp(`/(work|home|root|tmp|Users)/|\\d+@[\\w.-]+|${repository}`);
  const telling = historyNames.filter((name) => traces.test(readable(historyText(name))));
  expect(telling).toEqual([]);
  expect(readable('"data":"L3RtcC8="')).toMatch(traces);
});
