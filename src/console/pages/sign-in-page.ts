import { html, type Html } from '../html';
import { csrfInput, field, hiddenInputs, otherProblems, type FailedForm } from '../parts/form';

/** The form of the demo sign-in. */
export function signInPageMain({
  csrf,
  next,
  failed,
}: {
  readonly csrf: string;
  readonly next: string;
  readonly failed: FailedForm | null;
}): Html {
  return html`<div class="narrow stack">
    <h1>Sign in</h1>
    <form class="card" method="post" action="/sign-in">
      ${csrfInput(csrf)} ${hiddenInputs({ next })} ${otherProblems('sign-in', failed, ['person', 'roles'])}
      ${field('sign-in', failed, { name: 'person', label: 'Your name', hint: 'Recorded with your requests and decisions. To approve your own request, sign in under another name.', isRequired: true })}
      ${field('sign-in', failed, { name: 'roles', label: 'Roles', hint: 'Separated by spaces, for example: refund-approver' })}
      <div class="row"><button class="go">Sign in</button></div>
    </form>
  </div>`;
}
