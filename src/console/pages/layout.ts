import { assets } from '../assets/assets';
import { html, nothing, type Html } from '../html';
import { csrfInput } from '../parts/form';
import type { Viewer } from '../viewer';

export interface Page {
  readonly title: string;
  /** null: nobody is signed in. */
  readonly viewer: Viewer | null;
  readonly main: Html;
  /** For the sign-out form; absent where a proxy signs people out. */
  readonly signOut?: { readonly csrf: string } | null;
  readonly isDemo?: boolean;
  readonly current?: 'work' | 'new';
  readonly search?: string;
}

/** The frame of every page. */
export function layout(page: Page): Html {
  const { title, main } = page;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Payment reversals</title>
        <link rel="icon" href="${assets.icon.path}" type="image/svg+xml" />
        <link rel="stylesheet" href="${assets.style.path}" />
        <script src="${assets.script.path}" defer></script>
      </head>
      <body>
        <a class="skip" href="#main">Skip to content</a>
        ${page.isDemo ? demoBanner : nothing} ${header(page)}
        <main id="main" tabindex="-1">${main}</main>
        <footer>
          <p class="muted">All times are UTC. <span id="live-state"></span></p>
        </footer>
      </body>
    </html>`;
}

const demoBanner = html`<p class="demo" role="note">
  <strong>Demo sign-in.</strong> Identities are not verified. Development only: never use it with real money.
</p>`;

function header({ viewer, current, search, signOut }: Page): Html {
  if (viewer === null) return html`<header class="top"><a class="brand" href="/">Payment reversals</a></header>`;
  const here = (page: Page['current']): Html => (page === current ? html`aria-current="page"` : nothing);
  return html`<header class="top">
    <a class="brand" href="/">Payment reversals</a>
    <nav aria-label="Main">
      <a href="/" ${here('work')}>Work list</a>
      <a href="/new" ${here('new')}>New reversal</a>
    </nav>
    <form class="search" action="/search" role="search">
      <label for="search" class="hidden">Payment id</label>
      <input
        id="search"
        name="id"
        type="search"
        required
        placeholder="Payment id"
        autocomplete="off"
        value="${search ?? ''}"
      />
      <button>Find</button>
    </form>
    <div class="me">
      <span
        ><span class="hidden">Signed in as </span
        ><strong>${viewer.name}</strong>
        ${viewer.roles.length === 0 ? nothing : html`<span class="muted">${viewer.roles.join(', ')}</span>`}</span
      >
      ${
        signOut == null
          ? nothing
          : html`<form method="post" action="/sign-out">
              ${csrfInput(signOut.csrf)}<button class="quiet">Sign out</button>
            </form>`
      }
    </div>
  </header>`;
}
