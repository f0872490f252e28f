import { refundOf } from '../support/world';
import { screenshots, startConsoleWorld, type ConsoleWorld } from './support/console-world';

let world: ConsoleWorld;
beforeAll(async () => {
  world = await startConsoleWorld();
}, 90_000);
afterAll(() => world.stop());

it('looks', async () => {
  const one = await world.captured(80_000, [50_000, 20_000]);
  await world.client.request({ ...refundOf(one, 2_500, 'return-1001-line-1'), reason: 'damaged in transit' });
  await world.client.request({ ...refundOf(one, 50_000, 'return-1001-line-2'), reason: 'wrong item, sent back' });
  const two = await world.captured(20_000);
  world.simulator.fault({ kind: 'effectThenReset', operation: 'refund' });
  await world.client.request({ ...refundOf(two, 6_000, 'return-1002-line-1'), reason: 'late delivery' });
  for (const [scheme, width] of [
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
  ] as const) {
    const { page, complaints } = await world.signedIn('bob', { colorScheme: scheme, viewport: { width, height: 900 } });
    const shot = async (name: string) =>
      page.screenshot({ path: `${screenshots}/${name}-${scheme}-${width}.png`, fullPage: true });
    await page.goto('/?pile=all');
    await shot('list');
    await page.goto(`/payment?id=${one.paymentId}`);
    await shot('payment');
    await page.goto(`/payment?id=${two.paymentId}`);
    await page.locator('summary').first().click();
    await shot('unknown');
    await page.goto(`/new?id=${one.paymentId}`);
    await shot('new');
    await page.getByRole('textbox', { name: 'Amount' }).fill('150.00');
    await page.getByLabel('Reason').fill('because');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByRole('heading', { name: /Preview/ }).waitFor();
    await shot('preview');
    expect(complaints).toEqual([]);
  }
  expect(world.errors).toEqual([]);
}, 120_000);
