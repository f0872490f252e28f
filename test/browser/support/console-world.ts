import { randomBytes } from 'node:crypto';
import * as path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { ReversalClient } from '../../../src/client';
import type { ActSigner } from '../../../src/console/act-token';
import { startConsole, type RunningConsole } from '../../../src/console/start-console';
import { demoSignIn } from '../../../src/console/sign-in/demo-sign-in';
import { parseRules, type Rules } from '../../../src/rules/rules-file';
import { useStarted } from '../../support/use-started';
import { startWorld, type World } from '../../support/world';
import { startBrowser, type Person, type TestBrowser } from './browser';

export const screenshots = path.resolve(__dirname, '../screenshots');

/** Refunds above 100.00 USD need one other person. Lookups are the person's: the machine never finds anything out. */
const commonRules: Rules = parseRules({
  default: {
    profile: 'generic',
    identity: 'trusted',
    approvals: { thresholds: [{ currency: 'USD', above: '100.00', approvers: 1 }] },
  },
});

/** A console over a world of its own, and the browsers of those who use it. */
export interface ConsoleWorld extends World {
  readonly console: RunningConsole;
  readonly browser: TestBrowser;
  /** What went wrong in the console itself. */
  readonly errors: unknown[];
  /** A browser in which somebody has signed in. */
  signedIn(name: string, options?: Parameters<TestBrowser['person']>[0], roles?: string): Promise<Person>;
}

export interface ConsoleWorldOptions {
  readonly rules?: Rules;
  readonly signer?: ActSigner | null;
}

/** The console's world for the tests of this file. */
export function useConsoleWorld(options: () => Promise<ConsoleWorldOptions> = () => Promise.resolve({})): ConsoleWorld {
  return useStarted(async () => startConsoleWorld(await options()));
}

async function startConsoleWorld({ rules = commonRules, signer = null }: ConsoleWorldOptions): Promise<ConsoleWorld> {
  const world = await startWorld({ rules, requestTimeoutMs: 500 });
  const errors: unknown[] = [];
  const key = randomBytes(32);
  const running = await startConsole({
    ...{ host: '127.0.0.1', port: 0, key, rules, signer, workList: false },
    ledgers: world.client,
    glance: new ReversalClient({
      client: world.connections.client,
      taskQueue: world.taskQueue,
      rules,
      answerWithinMs: 1_000,
    }),
    signIn: demoSignIn(key),
    onError: (error) => errors.push(error),
  });
  const browser = await startBrowser();
  return {
    ...world,
    console: running,
    browser,
    errors,
    signedIn: async (name, options, roles) => {
      const person = await browser.person({ baseURL: running.url, ...options });
      await signIn(person.page, name, roles);
      return person;
    },
    stop: async () => {
      await browser.stop();
      await running.stop();
      await world.stop();
    },
  };
}

export async function signIn(page: Page, name: string, roles = 'refund-approver'): Promise<void> {
  await page.goto('/');
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('Roles').fill(roles);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Work list' }).waitFor();
}

/** The address of a payment's page. */
export function paymentPage({ paymentId }: { readonly paymentId: string }): string {
  return `/payment?id=${encodeURIComponent(paymentId)}`;
}

/** One reversal on the page of its payment. */
export function card(page: Page, reversalId: string): Locator {
  return page.locator(`[id="r-${reversalId}"]`);
}

/** Waits until a reversal is shown to stand so. */
export async function stands(page: Page, reversalId: string, word: string): Promise<void> {
  await card(page, reversalId).locator('.title .badge', { hasText: word }).waitFor();
}

/** Asks for a refund as a person does: form, preview, confirmation. Ends on the page of the payment. */
export async function askInBrowser(
  page: Page,
  paymentId: string,
  { amount, reason, requestId }: { readonly amount: string; readonly reason: string; readonly requestId: string },
): Promise<void> {
  await page.goto(paymentPage({ paymentId }));
  await page.getByRole('main').getByRole('link', { name: 'New reversal' }).click();
  await page.getByRole('textbox', { name: 'Amount' }).fill(amount);
  await page.getByLabel('Reason').fill(reason);
  await page.getByLabel('Request id').fill(requestId);
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByText('Nothing is written or sent yet').waitFor();
  await page.getByRole('button', { name: `Confirm: refund ${amount} USD` }).click();
  await page.getByRole('heading', { name: `Payment ${paymentId}` }).waitFor();
}
