export const partsStyle = `
.badge { display: inline-block; padding: .08rem .55rem; border-radius: 999px; font-size: .87rem; font-weight: 600; }
.badge .sign { display: inline-block; min-width: 1em; text-align: center; }
.good { color: var(--good); background: var(--good-ground); } .bad { color: var(--bad); background: var(--bad-ground); }
.waits { color: var(--waits); background: var(--waits-ground); } .works { color: var(--works); background: var(--works-ground); }
.unknown { color: var(--unknown); background: var(--unknown-ground); } .calm { color: var(--calm); background: var(--calm-ground); }
.box, .notice, .alarm { border-radius: 8px; padding: .6rem .85rem; border: 1px solid transparent; }
.notice { background: var(--good-ground); color: var(--good); }
.notice.hold { background: var(--waits-ground); color: var(--waits); }
.alarm { background: var(--bad-ground); color: var(--bad); border-color: var(--bad); display: grid; gap: .5rem; }
.wrong { color: var(--bad); font-weight: 600; }
.wrong.box { background: var(--bad-ground); }
.empty { color: var(--muted); padding: .35rem 0; }
table { width: 100%; border-collapse: collapse; }
caption { text-align: left; font-weight: 600; padding-bottom: .35rem; }
th, td { text-align: left; padding: .4rem 1rem .4rem 0; border-top: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; }
th:last-child, td:last-child { padding-right: 0; }
thead th { border-top: 0; font-size: .82rem; font-weight: 600; color: var(--muted); white-space: nowrap; }
tbody th { font-weight: 500; }
.number { text-align: right; white-space: nowrap; }
.clock { white-space: nowrap; }
@media (max-width: 40rem) {
  table, tbody, tr, caption { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr { border-top: 1px solid var(--line); padding: .5rem 0; }
  tbody tr > * { display: flex; justify-content: space-between; gap: 1rem; border: 0; padding: .12rem 0; text-align: right; white-space: normal; min-width: 0; }
  tbody tr > *::before { content: attr(data-name); color: var(--muted); font-weight: 400; text-align: left; flex: none; }
  tbody tr > th { font-weight: 600; }
}
.events { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .2rem .9rem; }
.events dt { color: var(--muted); } .events dd { overflow-wrap: anywhere; }
.side .events { grid-template-columns: minmax(0, 1fr); gap: 0; } .side .events dd { margin-bottom: .45rem; }
.bar { display: block; width: 100%; height: 18px; border-radius: 6px; background: var(--bar-rest); }
.bar .gap { fill: var(--surface); }
.money { display: grid; grid-template-columns: repeat(auto-fill, minmax(13.5rem, 1fr)); gap: .15rem 1.5rem; }
.money div { display: flex; gap: .5rem; align-items: baseline; border-bottom: 1px dotted var(--line); padding: .12rem 0; }
.money dt { display: flex; gap: .5rem; align-items: center; white-space: nowrap; }
.money dd { margin-left: auto; white-space: nowrap; }
.money .total { font-weight: 600; }
.swatch { width: .75rem; height: .75rem; flex: none; align-self: center; }
.bar-refunded { fill: var(--bar-good); } .bar-voided { fill: var(--bar-calm); } .bar-pending { fill: var(--bar-works); }
.bar-unknown { fill: var(--bar-unknown); } .bar-reserved { fill: var(--bar-waits); } .bar-outside { fill: var(--bar-calm); }
.bar-disputed { fill: var(--bar-bad); } .bar-refundable { fill: var(--bar-left); } .bar-rest { fill: var(--bar-rest); }
.hatch { stroke: var(--surface); stroke-width: 3; opacity: .75; }
.reversal { border-left: 4px solid var(--line); }
.reversal.t-waits { border-left-color: var(--bar-waits); } .reversal.t-unknown { border-left-color: var(--bar-unknown); }
.reversal.t-works { border-left-color: var(--bar-works); } .reversal.t-bad { border-left-color: var(--bar-bad); }
.reversal.t-good { border-left-color: var(--bar-good); }
.amount-big { font-size: 1.15rem; font-weight: 700; }
.why-line { border-left: 3px solid var(--line); padding-left: .75rem; overflow-wrap: anywhere; }
.given { padding-left: 1.1rem; }
.actions { border-top: 1px solid var(--line); padding-top: .75rem; display: grid; gap: .75rem; }
.actions form, .stack { display: grid; gap: .65rem; }
.field { display: grid; gap: .2rem; max-width: 40rem; }
label, legend { font-weight: 600; }
label .muted { font-weight: 400; }
.hint { font-size: .88rem; }
fieldset { border: 0; margin: 0; padding: 0; display: grid; gap: .3rem; min-width: 0; }
.choice { display: flex; gap: .5rem; align-items: baseline; } .choice label { font-weight: 400; }
input, textarea, button, select { font: inherit; color: inherit; }
input:not([type=radio]):not([type=checkbox]), textarea { width: 100%; padding: .4rem .6rem; border: 1px solid var(--muted); border-radius: 6px; background: var(--surface); }
input.amount { max-width: 12rem; text-align: right; }
textarea { resize: vertical; } textarea.code { font-family: ui-monospace, 'Liberation Mono', monospace; font-size: .88rem; }
::placeholder { color: var(--muted); opacity: 1; }
[aria-invalid=true] { border-color: var(--bad); box-shadow: 0 0 0 1px var(--bad); }
button, .button { padding: .42rem .95rem; border-radius: 6px; border: 1px solid var(--muted); background: var(--surface); font-weight: 600; cursor: pointer; text-decoration: none; display: inline-block; color: var(--ink); }
button.go, .button.go { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button.stop { color: var(--bad); border-color: var(--bad); }
button.quiet { border-color: var(--line); font-weight: 400; padding: .2rem .6rem; }
button:disabled { background: var(--calm-ground); border-color: var(--line); color: var(--muted); cursor: not-allowed; }
.cannot { display: inline-flex; flex-wrap: wrap; gap: .3rem .6rem; align-items: center; }
.why { color: var(--muted); font-size: .9rem; }
summary { cursor: pointer; font-weight: 600; padding: .2rem 0; }
details > *:not(summary) { margin-top: .5rem; }
.timeline { list-style: none; padding: 0; display: grid; gap: .1rem; }
.timeline li { display: grid; grid-template-columns: 12.5rem minmax(0, 1fr); gap: .1rem .9rem; padding: .4rem 0; border-top: 1px solid var(--line); }
.timeline li:first-child { border-top: 0; } .timeline .what { overflow-wrap: anywhere; }
.quote { white-space: pre-wrap; overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  .timeline li, .events { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .events dd { margin-bottom: .4rem; } .money { grid-template-columns: minmax(0, 1fr); }
  .actions button, .stack button { width: 100%; } .cannot { display: grid; width: 100%; }
}
`;
