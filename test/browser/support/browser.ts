import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { chromium, type BrowserContext, type BrowserContextOptions, type Browser, type Page } from 'playwright-core';

/** Debian's package chromium. */
const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** What lets it run as root in a container, and keeps it from asking anybody outside. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface TestBrowser {
  /** A browser of somebody of their own: no cookie is shared. What breaks the page's own rules is collected. */
  person(options?: BrowserContextOptions): Promise<Person>;
  stop(): Promise<void>;
}

export interface Person {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Messages of the console and violations of the content security policy, as they come. */
  readonly complaints: string[];
}

/** A real Chromium with a fresh profile. */
export async function startBrowser(): Promise<TestBrowser> {
  const folder = await mkdtemp(path.join(tmpdir(), 'reversals-browser-'));
  const browser: Browser = await chromium.launch({
    executablePath,
    headless: true,
    args,
    env: { ...environment(), HOME: folder },
  });
  return {
    person: async (options) => {
      const context = await browser.newContext(options);
      context.setDefaultTimeout(12_000);
      const complaints: string[] = [];
      await context.exposeBinding('tellViolation', (_source, violation: string) => complaints.push(violation));
      await context.addInitScript(
        `addEventListener('securitypolicyviolation', (event) => {
           tellViolation('policy: ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample);
         });`,
      );
      const page = await context.newPage();
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      return { context, page, complaints };
    },
    stop: async () => {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function environment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
