import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually';
import { refundOf, told } from '../support/world';
import { askInBrowser, card, paymentPage, stands, useConsoleWorld } from './support/console-world';

const world = useConsoleWorld();

// Whatever a test does, the pages keep their own rules and the console itself has nothing to complain about.
let complaints: string[] = [];
beforeEach(() => {
  complaints = [];
});
afterEach(() => {
  expect(complaints).toEqual([]);
  expect(world.errors).toEqual([]);
});

async function pageOf(name: string): Promise<Page> {
  const person = await world.signedIn(name);
  complaints = person.complaints;
  return person.page;
}

describe('In the console', () => {
  it('a refund above the threshold moves nothing until another person has approved it, and then moves once', async () => {
    const payment = await world.captured(80_000);
    await world.client.request(refundOf(payment, 2_500));
    const alice = await pageOf('alice');
    await askInBrowser(alice, payment.paymentId, { amount: '500.00', reason: 'wrong item', requestId: 'return-7' });
    await card(alice, 'return-7').getByText('Waiting for approval').first().waitFor();
    expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD']);

    const approve = card(alice, 'return-7').getByRole('button', { name: 'Approve: refund 500.00 USD' });
    expect(await approve.isDisabled()).toBe(true);
    expect(await card(alice, 'return-7').innerText()).toContain('alice requested it, or acts for its requester');

    const bob = await pageOf('bob');
    await bob.goto('/');
    await bob.getByRole('link', { name: payment.paymentId }).click();
    await card(bob, 'return-7').getByLabel('Comment').fill('saw the parcel');
    await card(bob, 'return-7').getByRole('button', { name: 'Approve: refund 500.00 USD' }).click();
    await stands(bob, 'return-7', 'Refunded');
    expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD', 'refund 50000 USD']);
    // The requester sees it without reloading the page.
    await stands(alice, 'return-7', 'Refunded');
  });

  it('a rejection needs a reason, which the requester sees, and releases the amount', async () => {
    const payment = await world.captured(50_000);
    await world.client.request(refundOf(payment, 40_000, 'return-8'));
    const page = await pageOf('bob');
    await page.goto(paymentPage(payment));
    await card(page, 'return-8').getByRole('button', { name: 'Reject' }).click();
    await card(page, 'return-8').getByText('Comment: is required to reject a request').waitFor();
    expect(await page.getByLabel('Comment').getAttribute('aria-invalid')).toBe('true');
    complaints.length = 0; // The browser notes the status 422 of the page.
    await page.getByLabel('Comment').fill('the parcel never came back');
    await card(page, 'return-8').getByRole('button', { name: 'Reject' }).click();
    await stands(page, 'return-8', 'Rejected');
    expect(await card(page, 'return-8').innerText()).toContain('the parcel never came back');
    expect(world.returned(payment)).toEqual([]);
    expect((await world.client.show(payment.paymentId)).balance.refundableMinor).toBe(50_000);
  });

  it('an approval of a plan that was replaced meanwhile is refused with that reason', async () => {
    const payment = await world.captured(50_000);
    await world.client.request(refundOf(payment, 40_000, 'return-9'));
    const page = await pageOf('bob');
    await page.goto(paymentPage(payment));
    await page.evaluate(`document.querySelector('input[name=refundMinor]').value = '100'`);
    await page.getByRole('button', { name: /Approve/ }).click();
    await page
      .getByText(/the decision names other amounts than the plan/i)
      .first()
      .waitFor();
    expect(world.returned(payment)).toEqual([]);
    complaints.length = 0;
  });

  it('an unknown outcome is resolved by evidence, which stays on the page', async () => {
    const payment = await world.captured(20_000);
    world.simulator.fault({ kind: 'effectThenReset', operation: 'refund' });
    const request = refundOf(payment, 6_000, 'return-10');
    expect(await world.client.request(request)).toMatchObject({ phase: 'stuck' });
    const page = await pageOf('bob');
    await page.goto('/?queue=unknown');
    await page.getByRole('link', { name: payment.paymentId }).click();
    await page.getByText('Resolve: refund of 60.00 USD, unknown').click();
    await page.getByLabel('Found: the money moved').check();
    await page.getByLabel('Evidence').fill('settlement report of today, line 12');
    await page.getByLabel('Gateway reference').fill('re_123');
    await page.getByRole('button', { name: 'Resolve', exact: true }).click();
    await stands(page, 'return-10', 'Refunded');
    expect(await card(page, 'return-10').innerText()).toContain('settlement report of today, line 12');
    expect(world.returned(payment).map(told)).toEqual(['refund 6000 USD']);
  });

  it('a large refund is resolved as never sent only with a co-signature', async () => {
    const payment = await world.captured(50_000);
    await world.client.request(refundOf(payment, 30_000, 'return-11'));
    const page = await pageOf('bob');
    await page.goto(paymentPage(payment));
    world.simulator.fault({ kind: 'resetBeforeEffect', operation: 'refund' });
    await page.getByRole('button', { name: /Approve/ }).click();
    const summary = page.getByText('Resolve: refund of 300.00 USD, unknown');
    await summary.click();
    await page.getByLabel('Not found: no money moved').check();
    await page.getByLabel('Evidence').fill('not in the report');
    await page.getByRole('button', { name: 'Resolve', exact: true }).click();
    await page
      .getByText(/1 more person must co-sign/)
      .first()
      .waitFor();
    complaints.length = 0;
    expect(await page.getByLabel('Evidence').inputValue()).toBe('not in the report');
    await page.getByLabel('Co-signed by').fill('carol');
    await page.getByRole('button', { name: 'Resolve', exact: true }).click();
    await page.getByText('Your resolution was recorded.').waitFor();
    expect(world.returned(payment)).toEqual([]);
  });

  it('the requester can withdraw a request, and nobody else can', async () => {
    const payment = await world.captured(50_000);
    await world.client.request(refundOf(payment, 30_000, 'return-12'));
    const bob = await pageOf('bob');
    await bob.goto(paymentPage(payment));
    expect(await bob.getByRole('button', { name: 'Withdraw' }).isDisabled()).toBe(true);
    expect(await card(bob, 'return-12').innerText()).toContain(
      'alice asked for it; only its requester may withdraw it',
    );
    const alice = await pageOf('alice');
    await alice.goto(paymentPage(payment));
    await alice.getByText('Withdraw the request').first().click();
    await alice.getByLabel('Reason').fill('found it again');
    await alice.getByRole('button', { name: 'Withdraw', exact: true }).click();
    await stands(alice, 'return-12', 'Withdrawn');
  });

  it('a payment without a ledger is entered as JSON, and a problem with it is shown beside the field', async () => {
    const payment = await world.captured(9_000);
    const page = await pageOf('alice');
    const fill = async (json: string): Promise<void> => {
      await page.getByLabel('Payment as JSON').fill(json);
      await page.getByRole('textbox', { name: 'Amount' }).fill('45.00');
      await page.getByLabel('Reason').fill('goodwill');
      await page.getByRole('button', { name: 'Preview' }).click();
    };
    await page.goto('/new');
    await fill('{ "paymentId": ');
    await page.getByText('is not valid JSON').waitFor();
    await fill(JSON.stringify({ ...payment, currency: 'XXX' }));
    await page.getByText(/payment\.currency/).waitFor();
    complaints.length = 0;
    await fill(JSON.stringify(payment));
    await page.getByRole('button', { name: 'Confirm: refund 45.00 USD' }).click();
    await page.locator('.title .badge', { hasText: 'Refunded' }).waitFor();
    expect(world.returned(payment).map(told)).toEqual(['refund 4500 USD']);
  });

  it('a reason that looks like markup is shown as text', async () => {
    const html = '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>';
    const payment = await world.captured(50_000);
    await world.client.request({ ...refundOf(payment, 30_000, 'return-13'), reason: html });
    const page = await pageOf('bob');
    await page.goto(paymentPage(payment));
    await page.getByLabel('Comment').fill(`${html} no`);
    await page.getByRole('button', { name: 'Reject' }).click();
    await stands(page, 'return-13', 'Rejected');
    const text = await page.locator('main').innerText();
    expect(text.split(html).length - 1).toBeGreaterThanOrEqual(3);
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(await page.title()).not.toBe('owned');
  });

  it('everything from signing in to the approval can be done with the keyboard alone', async () => {
    const payment = await world.captured(50_000);
    await world.client.request(refundOf(payment, 30_000, 'return-14'));
    const { page, complaints: told14 } = await world.browser.person({ baseURL: world.console.url });
    complaints = told14;
    const press = async (name: string): Promise<void> => {
      for (let presses = 0; presses < 60; presses += 1) {
        await page.keyboard.press('Tab');
        const focused = await page.evaluate<string>(
          `(() => { const one = document.activeElement; return one.labels?.[0]?.textContent ?? one.textContent ?? ''; })()`,
        );
        if (focused.trim().startsWith(name)) return;
      }
      throw new Error(`Tab never came to ${name}`);
    };
    await page.goto(paymentPage(payment));
    await press('Your name');
    await page.keyboard.type('bob');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: `Payment ${payment.paymentId}` }).waitFor();
    await press('Comment');
    await page.keyboard.type('fine');
    await press('Approve');
    expect(await page.evaluate(`getComputedStyle(document.activeElement).outlineStyle`)).toBe('solid');
    await page.keyboard.press('Enter');
    await stands(page, 'return-14', 'Refunded');
    expect(world.returned(payment).map(told)).toEqual(['refund 30000 USD']);
  });

  it('everything works with JavaScript switched off', async () => {
    const payment = await world.captured(50_000);
    await world.client.request(refundOf(payment, 100));
    const { page: alice } = await world.signedIn('alice', { javaScriptEnabled: false });
    await askInBrowser(alice, payment.paymentId, { amount: '200.00', reason: 'late', requestId: 'return-15' });
    const { page: bob } = await world.signedIn('bob', { javaScriptEnabled: false });
    await bob.goto(paymentPage(payment));
    await card(bob, 'return-15')
      .getByRole('button', { name: /Approve/ })
      .click();
    await stands(bob, 'return-15', 'Refunded');
    expect(world.returned(payment).map(told)).toEqual(['refund 100 USD', 'refund 20000 USD']);
  });

  it('an open page updates automatically, and leaves a form alone while somebody fills it in', async () => {
    const payment = await world.captured(50_000);
    const view = await world.client.request(refundOf(payment, 30_000, `return-${randomUUID()}`));
    const page = await pageOf('bob');
    await page.goto(paymentPage(payment));
    const comment = page.getByLabel('Comment');
    await comment.fill('I am not sure wheth');
    await world.client.request(refundOf(payment, 500, 'return-16'));
    await page.getByText('5.00 USD').first().waitFor({ timeout: 20_000 });
    expect(await comment.inputValue()).toBe('I am not sure wheth');
    await comment.fill('');
    await page.locator('h1').click();
    await world.client.withdraw(payment.paymentId, {
      requestId: view.reversalId,
      actor: { id: 'alice' },
      reason: 'no',
    });
    await stands(page, view.reversalId, 'Withdrawn');
    await eventually(
      async () => card(page, 'return-16').count(),
      (count) => count === 1,
    );
  });
});
