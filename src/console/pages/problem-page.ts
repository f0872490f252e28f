import { html, type Html } from '../html';
import type { Viewer } from '../viewer';
import { layout } from './layout';

/** A page that explains a problem and what to do about it. */
export function problemPage({
  title,
  text,
  viewer,
  more,
}: {
  readonly title: string;
  readonly text: string;
  readonly viewer: Viewer | null;
  readonly more?: Html;
}): Html {
  return layout({
    title,
    viewer,
    main: html`<div class="narrow card">
      <h1>${title}</h1>
      <p>${text}</p>
      ${more ?? html`<p><a href="/">Go to the work list</a></p>`}
    </div>`,
  });
}
