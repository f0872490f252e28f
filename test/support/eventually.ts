import { setTimeout as pause } from 'node:timers/promises';

const askEveryMs = 25;

/**
 * Asks until the answer is the one looked for, and returns it. For what happens behind the callers' backs; where a
 * caller waits for an answer, or the simulator tells of a change, wait for that instead.
 *
 * @throws with the last answer when it never comes
 */
export async function eventually<Answer>(
  ask: () => Promise<Answer>,
  isIt: (answer: Answer) => boolean,
  giveUpAfterMs = 20_000,
): Promise<Answer> {
  const deadline = Date.now() + giveUpAfterMs;
  for (;;) {
    const answer = await ask();
    if (isIt(answer)) return answer;
    if (Date.now() >= deadline) throw new Error(`it never came; the last answer was ${JSON.stringify(answer)}`);
    await pause(askEveryMs);
  }
}
