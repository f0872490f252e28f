import Table from 'cli-table3';
import { money } from './scene';
import type { Report } from './story';
import type { Voice } from './voice';

/** The end of the story for a person: one line per payment, and whether every promise was kept. */
export function printReport({ scenes, kept, unaccounted }: Report, tookMs: number, { say, styled }: Voice): void {
  const table = new Table({
    head: ['payment', 'asked', 'happened', 'money moved, says the gateway', 'events'],
    colWidths: [17, 23, 25, 23, 8],
    wordWrap: true,
    // Colours come from the voice, which knows whether they are visible.
    style: { head: [], border: [] },
  });
  for (const { payment, asked, happened, moneyMoved, events } of scenes) {
    const moved = moneyMoved.map(({ operation, amountMinor }) => `${operation} ${money(amountMinor)}`).join('\n');
    table.push([payment, asked, happened, moved, { content: events, hAlign: 'right' }]);
  }
  say(`\n${table.toString()}`);
  for (const { operation, amountMinor, myRef } of unaccounted) {
    say(styled('red', `NOT KEPT  not promised: ${operation} ${money(amountMinor)} (${myRef ?? 'no myRef'})`));
  }
  const broken = scenes.flatMap(({ scene, promises }) =>
    promises.filter((one) => !one.kept).map(({ promise, seen }) => `(${scene}) ${promise}; seen: ${seen}`),
  );
  for (const line of broken) say(styled('red', `NOT KEPT  ${line}`));
  const seconds = (tookMs / 1000).toFixed(0);
  say(
    kept
      ? styled('green', `\nThe gateway moved exactly what was promised, in ${scenes.length} scenes and ${seconds} s.`)
      : styled('red', `\nThe gateway did not move exactly what was promised: see NOT KEPT above.`),
  );
}
