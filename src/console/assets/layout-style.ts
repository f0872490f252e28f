export const layoutStyle = `:root {
  color-scheme: light dark;
  --ground: #f4f6f9; --surface: #ffffff; --sunken: #f7f8fb; --line: #d5dbe6; --ink: #17202f; --muted: #525d74;
  --accent: #1d4ed8; --on-accent: #ffffff; --focus: #1d4ed8;
  --good: #12623a; --good-ground: #e0f3e8; --bad: #a01d1b; --bad-ground: #fde8e7;
  --waits: #744600; --waits-ground: #ffefcf; --works: #14548a; --works-ground: #e1eefa;
  --unknown: #63299a; --unknown-ground: #f1e6fc; --calm: #49536a; --calm-ground: #e8ecf3;
  --bar-good: #2a9d62; --bar-calm: #8b97ae; --bar-works: #3f8fd0; --bar-unknown: #8b4fc9; --bar-waits: #d99a1f;
  --bar-bad: #cf4542; --bar-left: #c7d6f7; --bar-rest: #e6eaf1;
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0f131a; --surface: #171d27; --sunken: #131923; --line: #2e3849; --ink: #e8ecf3; --muted: #a7b2c6;
    --accent: #8fb2ff; --on-accent: #0c1424; --focus: #8fb2ff;
    --good: #7ddba9; --good-ground: #10301f; --bad: #ffa39c; --bad-ground: #3c1817;
    --waits: #f4c66d; --waits-ground: #382907; --works: #90c9f5; --works-ground: #0f2a40;
    --unknown: #d6b2fb; --unknown-ground: #2d1b42; --calm: #c0c9d9; --calm-ground: #262f3d;
    --bar-good: #3fae76; --bar-calm: #76829a; --bar-works: #4a93cf; --bar-unknown: #9b66d6; --bar-waits: #d09a35;
    --bar-bad: #d45b56; --bar-left: #38507f; --bar-rest: #262f3d;
  }
}
*, *::before, *::after { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font-variant-numeric: tabular-nums; }
h1, h2, h3, h4, p, dl, dd, ul, ol { margin: 0; }
h1 { font-size: 1.45rem; line-height: 1.25; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; line-height: 1.3; }
h3 { font-size: 1rem; }
h4 { font-size: .8rem; letter-spacing: .04em; text-transform: uppercase; color: var(--muted); }
a { color: var(--accent); text-underline-offset: .15em; }
code { font: .92em ui-monospace, 'SF Mono', 'Liberation Mono', monospace; overflow-wrap: anywhere; }
.muted, .hint, footer { color: var(--muted); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: .5rem; z-index: 2; background: var(--surface); padding: .4rem .8rem; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
main:focus { outline: none; }
main { max-width: 76rem; margin: 0 auto; padding: 1.25rem 1.25rem 2rem; display: grid; gap: 1rem; }
footer { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem 2rem; font-size: .85rem; }
.demo { background: var(--waits-ground); color: var(--waits); padding: .35rem 1.25rem; text-align: center; font-size: .9rem; }
.top { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: center; padding: .6rem 1.25rem;
  background: var(--surface); border-bottom: 1px solid var(--line); }
.top nav { display: flex; gap: .25rem; }
.top nav a { padding: .3rem .6rem; border-radius: 6px; text-decoration: none; color: var(--ink); }
.top nav a:hover, .tabs a:hover { background: var(--calm-ground); }
.top nav a[aria-current] { background: var(--calm-ground); font-weight: 600; }
.brand { font-weight: 700; color: var(--ink); text-decoration: none; }
.search { display: flex; gap: .4rem; margin-left: auto; }
.search input { width: 15rem; min-width: 0; }
.me { display: flex; gap: .6rem; align-items: center; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.15rem;
  display: grid; gap: .75rem; align-content: start; min-width: 0; }
.narrow { max-width: 44rem; width: 100%; margin-inline: auto; }
.split { display: grid; grid-template-columns: minmax(0, 1fr) 21rem; gap: 1rem; align-items: start; }
.split > * { display: grid; gap: 1rem; min-width: 0; }
.title { display: flex; flex-wrap: wrap; gap: .4rem 1rem; align-items: baseline; justify-content: space-between; }
.row { display: flex; flex-wrap: wrap; gap: .5rem .75rem; align-items: center; }
.tabs { display: flex; flex-wrap: wrap; gap: .25rem; list-style: none; padding: 0; }
.tabs a { display: block; padding: .35rem .75rem; border-radius: 999px; text-decoration: none; color: var(--ink);
  border: 1px solid var(--line); background: var(--surface); }
.tabs a[aria-current] { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
@media (max-width: 60rem) { .split { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 40rem) {
  main { padding: .9rem .75rem 1.5rem; }
  .top { padding: .6rem .75rem; }
  .top nav { order: 2; margin-left: -.6rem; } .me { order: 1; } .me .muted { display: none; }
  .search { order: 3; width: 100%; margin-left: 0; }
  .search input { flex: 1; width: auto; }
  .me { margin-left: auto; }
  .card { padding: .85rem .85rem; }
}
@media (prefers-reduced-motion: no-preference) {
  .badge.works .sign { animation: breathe 1.6s ease-in-out infinite; }
  @keyframes breathe { 50% { opacity: .35; } }
}
`;
