import { html, type Html } from '../html';
import { csrfInput, field, hiddenInputs, otherProblems, type Said } from '../parts/form';

/** Says who one is, and is believed. */
export function signInPageMain({
  csrf,
  next,
  said,
}: {
  readonly csrf: string;
  readonly next: string;
  readonly said: Said | null;
}): Html {
  return html`<div class="narrow stack">
    <h1>Sign in</h1>
    <form class="card" method="post" action="/sign-in">
      ${csrfInput(csrf)} ${hiddenInputs({ next })} ${otherProblems('sign-in', said, ['person', 'roles'])}
      ${field('sign-in', said, { name: 'person', label: 'Your name', hint: 'Requests and decisions carry it. Sign in as somebody else to approve your own request.', isRequired: true })}
      ${field('sign-in', said, { name: 'roles', label: 'Roles', hint: 'With spaces between them, like: refund-approver' })}
      <div class="row"><button class="go">Sign in</button></div>
    </form>
  </div>`;
}
