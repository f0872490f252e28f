import type { Problem } from '../../contract/problems';
import { holdsCardNumber } from '../../security/card-number';
import { html, nothing, type Html } from '../html';

/** What was sent and not taken: shown again, with what is wrong beside each field. */
export interface Said {
  /** Which form of the page it was. */
  readonly form: string;
  readonly problems: readonly Problem[];
  readonly values: Readonly<Record<string, string>>;
}

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly isRequired?: boolean;
  readonly value?: string;
  readonly rows?: number;
  readonly kind?: 'text' | 'amount';
  readonly readOnly?: boolean;
}

export function csrfInput(csrf: string): Html {
  return html`<input type="hidden" name="csrf" value="${csrf}" />`;
}

/** Fields that the person does not fill in. */
export function hiddenInputs(values: Readonly<Record<string, string | number>>): Html {
  return html`${Object.entries(values).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${String(value)}" />`,
  )}`;
}

/** A labelled field with its hint and with what was wrong about it. `form` makes its id the page's only one. */
export function field(form: string, said: Said | null, one: Field): Html {
  const id = `${form}-${one.name}`;
  const own = said?.form === form ? said : null;
  const problem = own?.problems.find(({ field: name }) => name === one.name);
  const described = [one.hint === undefined ? '' : `${id}-hint`, problem === undefined ? '' : `${id}-problem`];
  const shared = html`id="${id}" name="${one.name}" ${one.isRequired ? html`required` : nothing}
  ${problem === undefined ? nothing : html`aria-invalid="true"`} aria-describedby="${described.join(' ').trim()}"`;
  const value = shownAgain(own?.values[one.name] ?? one.value ?? '');
  return html`<div class="field">
    <label for="${id}">${one.label}${one.isRequired ? nothing : html` <span class="muted">(optional)</span>`}</label>
    ${one.hint === undefined ? nothing : html`<p class="hint" id="${id}-hint">${one.hint}</p>`}
    ${
      one.rows === undefined
        ? html`<input
            ${shared}
            value="${value}"
            autocomplete="off"
            ${one.kind === 'amount' ? html`inputmode="decimal" class="amount"` : nothing}
          />`
        : html`<textarea ${shared} rows="${one.rows}">${value}</textarea>`
    }
    ${problem === undefined ? nothing : html`<p class="wrong" id="${id}-problem">${one.label}: ${problem.message}</p>`}
  </div>`;
}

/** What is wrong and belongs to no field of the form, or to the form as a whole. */
export function otherProblems(form: string, said: Said | null, fields: readonly string[]): Html {
  const problems = said?.form === form ? said.problems.filter((one) => !fields.includes(one.field)) : [];
  if (problems.length === 0) return nothing;
  return html`<div class="wrong box" role="alert">
    ${problems.map(({ field: name, message }) => html`<p>${name === '' ? nothing : html`<code>${name}</code>: `}${message}</p>`)}
  </div>`;
}

/** A button that cannot be pressed says why beside it. */
export function button(
  id: string,
  {
    label,
    name,
    value,
    tone,
  }: {
    readonly label: string;
    readonly name?: string;
    readonly value?: string;
    readonly tone: 'go' | 'stop' | 'quiet';
  },
  whyNot: string | null,
): Html {
  const naming = name === undefined ? nothing : html`name="${name}" value="${value ?? ''}"`;
  if (whyNot === null) return html`<button class="${tone}" ${naming}>${label}</button>`;
  return html`<span class="cannot"
    ><button class="${tone}" type="button" disabled aria-describedby="${id}-why">${label}</button>
    <span class="why" id="${id}-why">Not possible: ${whyNot}.</span></span
  >`;
}

/** What was typed is shown again so that it can be corrected; what looks like a card number never is. */
function shownAgain(value: string): string {
  return holdsCardNumber(value) ? '' : value;
}
