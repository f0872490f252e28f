import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import { cancelOf, refundOf } from '../support/world';
import { paymentPage, screenshots, signIn, useConsoleWorld } from './support/console-world';

interface Findings {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

const world = useConsoleWorld();
let waiting: PaymentSnapshot;
let unknown: PaymentSnapshot;
beforeAll(async () => {
  waiting = await world.captured(80_000, [50_000, 20_000], { paymentId: `order-1001-${world.taskQueue.slice(-6)}` });
  await world.client.request({ ...refundOf(waiting, 2_500, 'return-1001-line-1') });
  await world.client.request({ ...refundOf(waiting, 50_000, 'return-1001-line-2'), reason: 'wrong item, sent back' });
  unknown = await world.captured(20_000, [20_000], { paymentId: `order-1002-${world.taskQueue.slice(-6)}` });
  world.simulator.fault({ kind: 'effectThenReset', operation: 'refund' });
  await world.client.request({ ...refundOf(unknown, 6_000, 'return-1002-line-1'), reason: 'late delivery' });
  await world.client.request(cancelOf(await world.authorized(4_500)));
});

/** Every page somebody works on, and how to come to it. */
const pages: readonly { readonly name: string; readonly open: (page: Page) => Promise<unknown> }[] = [
  { name: 'list', open: (page) => page.goto('/?queue=all') },
  { name: 'empty', open: (page) => page.goto('/?queue=failed') },
  { name: 'payment', open: (page) => page.goto(paymentPage(waiting)) },
  {
    name: 'resolve',
    open: async (page) => {
      await page.goto(paymentPage(unknown));
      await page.locator('summary').first().click();
    },
  },
  { name: 'new', open: (page) => page.goto(`/new?id=${waiting.paymentId}`) },
  {
    name: 'preview',
    open: async (page) => {
      await page.goto(`/new?id=${waiting.paymentId}`);
      await page.getByRole('textbox', { name: 'Amount' }).fill('150.00');
      await page.getByLabel('Reason').fill('goodwill');
      await page.getByRole('button', { name: 'Preview' }).click();
      await page.getByRole('button', { name: /Confirm/ }).waitFor();
    },
  },
];

describe.each(['light', 'dark'] as const)('In a %s scheme', (colorScheme) => {
  it.each(pages)('axe finds nothing serious on the page "$name"', async ({ name, open }) => {
    // The page's own policy would keep the checker out; only here it is switched off.
    const { context, page } = await world.signedIn('bob', { colorScheme, bypassCSP: true });
    await open(page);
    await page.addScriptTag({ content: await readFile(require.resolve('axe-core/axe.min.js'), 'utf8') });
    const { violations } = await page.evaluate<Findings>('axe.run()');
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
    await page.screenshot({ path: `${screenshots}/${name}-${colorScheme}.png`, fullPage: true });
    await context.close();
  });
});

describe('On a phone', () => {
  it.each(pages)('nothing has to be scrolled sideways on the page "$name"', async ({ name, open }) => {
    const { context, page } = await world.signedIn('bob', { viewport: { width: 390, height: 844 }, isMobile: true });
    await open(page);
    const widths = await page.evaluate<readonly [number, number]>(
      '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
    );
    expect(widths).toEqual([390, 390]);
    await page.screenshot({ path: `${screenshots}/${name}-phone.png`, fullPage: true });
    await context.close();
  });
});

describe('The console', () => {
  it('breaks none of its own rules on any page', async () => {
    const { page, complaints } = await world.signedIn('bob');
    for (const { open } of pages) await open(page);
    expect(complaints).toEqual([]);
    const answer = await page.goto('/');
    expect(answer?.headers()['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self';/,
    );
    expect(await page.content()).not.toMatch(/<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)/);
  });

  it('takes a form only with a token that was made for the same person', async () => {
    const { page, context } = await world.signedIn('mallory');
    await page.goto(paymentPage(waiting));
    const token = await page.locator('input[name=csrf]').first().inputValue();
    const form = { paymentId: waiting.paymentId, decision: 'reject', comment: 'x' };
    const post = async (csrf: string | null) =>
      (
        await context.request.post('/decide', { form: csrf === null ? form : { ...form, csrf }, maxRedirects: 0 })
      ).status();
    expect(await post(null)).toBe(403);
    expect(await post('0.forged')).toBe(403);
    expect(await post(token)).toBe(422);
    const elsewhere = { ...form, csrf: token };
    const answer = await context.request.post('/decide', {
      form: elsewhere,
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(answer.status()).toBe(403);
    await context.clearCookies();
    expect(await post(token)).toBe(401);
    await page.goto('/');
    await signIn(page, 'bob');
    expect(await post(token)).toBe(403);
    expect((await world.client.show(waiting.paymentId)).audit.filter(({ act }) => act === 'rejected')).toEqual([]);
  });

  it('gives the audit of a payment as files that no spreadsheet runs', async () => {
    const { context } = await world.signedIn('bob');
    const payment = await world.captured(5_000);
    await world.client.request({ ...refundOf(payment, 500, 'return-1'), reason: '=HYPERLINK("http://x","y")' });
    const csv = await context.request.get(`/payment/audit.csv?id=${payment.paymentId}`);
    expect(csv.headers()['content-disposition']).toContain('attachment; filename="audit-order-');
    expect(await csv.text()).toContain(`"'=HYPERLINK(""http://x"",""y"")"`);
    const json = await context.request.get(`/payment/audit.json?id=${payment.paymentId}`);
    expect(await json.json()).toMatchObject({
      ledger: { paymentId: payment.paymentId, reversals: [{ outcome: 'refunded' }] },
    });
  });
});
