import { setTimeout as delay } from 'node:timers/promises';
import type { Movement } from '../../src/simulator';
import { money, type PromisedMovement, type Scene, type Teller } from './scene';
import { cancelAfterCapture } from './scenes/cancel-after-capture';
import { cancelBeforeCapture } from './scenes/cancel-before-capture';
import { captureDuringCancel } from './scenes/capture-during-cancel';
import { gatewayDown } from './scenes/gateway-down';
import { partialRefunds } from './scenes/partial-refunds';
import { sameRequestAgain } from './scenes/same-request-again';
import { workerKilled } from './scenes/worker-killed';
import type { Stage } from './stage';
import type { Voice } from './voice';

const sceneWithinMs = 60_000;

const allScenes: readonly Scene[] = [
  cancelBeforeCapture,
  cancelAfterCapture,
  partialRefunds,
  captureDuringCancel,
  gatewayDown,
  workerKilled,
  sameRequestAgain,
];

/** One promise of a scene, and what was seen of it. */
export interface PromiseReport {
  readonly promise: string;
  readonly kept: boolean;
  readonly seen: string;
}

/** One scene as the JSON document and the table report it. Amounts in minor units. */
export interface SceneReport {
  readonly scene: string;
  readonly title: string;
  readonly payment: string;
  readonly asked: string;
  readonly happened: string;
  readonly story: readonly { readonly part: StoryPart; readonly text: string }[];
  readonly promises: readonly PromiseReport[];
  /** What the simulated gateway says that it moved for this payment. */
  readonly moneyMoved: readonly Pick<Movement, 'operation' | 'amountMinor' | 'currency'>[];
  /** Events in the history of the payment's ledger. */
  readonly events: number;
}

export interface Report {
  /** Every promise was kept, and the gateway moved nothing else. */
  readonly kept: boolean;
  readonly scenes: readonly SceneReport[];
  /** Movements that no scene has promised anything about. */
  readonly unaccounted: readonly Movement[];
}

type StoryPart = 'asked' | 'happened' | 'why';

/** Plays scenes, one after the other. @throws Error when one is not completed */
export async function playStory(stage: Stage, voice: Voice, scenes = allScenes): Promise<Report> {
  const reports: SceneReport[] = [];
  const references: string[] = [];
  for (const scene of scenes) {
    const { report, reference } = await playScene(scene, stage, voice);
    reports.push(report);
    references.push(reference);
  }
  const unaccounted = stage.simulator.movements().filter(({ payment }) => !references.includes(payment));
  const kept = unaccounted.length === 0 && reports.every(({ promises }) => promises.every((one) => one.kept));
  return { kept, scenes: reports, unaccounted };
}

async function playScene(scene: Scene, stage: Stage, voice: Voice) {
  const story: SceneReport['story'][number][] = [];
  const promises: PromiseReport[] = [];
  const tell = (part: StoryPart) => (text: string) => {
    story.push({ part, text });
    voice.say(`    ${voice.styled('dim', part.padEnd(8))}  ${text}`);
  };
  const promised: Teller['promised'] = (promise, kept, seen) => {
    promises.push({ promise, kept, seen });
    if (!kept) voice.say(voice.styled('red', `    NOT KEPT  ${promise}; seen: ${seen}`));
  };
  voice.say(`\n${voice.styled('bold', `(${scene.letter}) ${scene.title}`)}`);
  const teller = { asked: tell('asked'), happened: tell('happened'), why: tell('why'), promised };
  const { paymentId, reference, asked, happened } = await Promise.race([
    scene.play(stage, teller),
    // Without a worker the scene would wait in vain. A worker that it kills itself is not lost.
    stage.workerLost(),
    pastDeadline(scene),
  ]);
  const moneyMoved = stage.simulator.movements().filter(({ payment }) => payment === reference);
  const wanted = scene.moves.map(inWords).join(', ');
  const moved = moneyMoved.map(({ operation, amountMinor }) => inWords([operation, amountMinor])).join(', ');
  promised(`the gateway moves: ${wanted}`, moved === wanted, moved);
  const report: SceneReport = {
    scene: scene.letter,
    title: scene.title,
    payment: paymentId,
    asked,
    happened,
    story,
    promises,
    moneyMoved: moneyMoved.map(({ operation, amountMinor, currency }) => ({ operation, amountMinor, currency })),
    events: await stage.historyLength(paymentId),
  };
  return { report, reference };
}

/** Rejects when a scene takes too long. */
async function pastDeadline({ letter }: Scene): Promise<never> {
  await delay(sceneWithinMs, undefined, { ref: false });
  throw new Error(`scene (${letter}) did not complete within ${sceneWithinMs / 1000} s`);
}

function inWords([operation, amountMinor]: PromisedMovement): string {
  return `${operation} ${money(amountMinor)}`;
}
