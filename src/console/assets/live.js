// The console's only script. Pages work without it. It requests the page again, replaces the parts that have changed,
// and leaves a form alone while a person is filling it in. It runs in the browser as it is: no build step changes it.
'use strict';
(() => {
  const idlePauseMs = 5000;
  const busyPauseMs = 1000;
  const main = document.getElementById('main');
  const state = document.getElementById('live-state');
  if (main === null || main.querySelector('[data-live]') === null) return;

  // As in ../parts/when.ts, which writes the ages that this script keeps current.
  const age = (instant) => {
    const distanceMs = Date.now() - Date.parse(instant);
    const size = Math.abs(distanceMs);
    const steps = [
      ['d', 86_400_000],
      ['h', 3_600_000],
      ['min', 60_000],
    ];
    for (const [unit, ms] of steps) {
      if (size < ms) continue;
      const text = `${Math.floor(size / ms)} ${unit}`;
      return distanceMs > 0 ? `${text} ago` : `in ${text}`;
    }
    return distanceMs >= 0 ? 'just now' : 'in a moment';
  };

  const updateAges = () => {
    for (const time of document.querySelectorAll('time[data-age]')) {
      const text = age(time.dateTime);
      if (time.textContent !== text) time.textContent = text;
    }
  };

  // The content without what differs in every answer: ages, form tokens, and what is folded open.
  const contentOf = (element) => {
    const copy = element.cloneNode(true);
    for (const time of copy.querySelectorAll('time[data-age]')) time.textContent = '';
    for (const field of copy.querySelectorAll('input[name=csrf]')) field.setAttribute('value', '');
    for (const details of copy.querySelectorAll('details')) details.removeAttribute('open');
    return copy.innerHTML;
  };

  const isChanged = (field) =>
    field.type === 'radio' || field.type === 'checkbox'
      ? field.checked !== field.defaultChecked
      : field.value !== field.defaultValue;

  const isInUse = (element) => {
    const fields = [...element.querySelectorAll('input:not([type=hidden]), textarea')];
    const hasOpenForm = element.querySelector('details[open] form') !== null;
    return hasOpenForm || fields.includes(document.activeElement) || fields.some(isChanged);
  };

  const partsOf = (page) => new Map([...page.querySelectorAll('[data-live]')].map((part) => [part.dataset.live, part]));

  const controlsOf = (element) => [...element.querySelectorAll('a, button, summary')];

  const replace = (old, fresh) => {
    if (isInUse(old) || contentOf(old) === contentOf(fresh)) return;
    const place = controlsOf(old).indexOf(document.activeElement);
    old.innerHTML = fresh.innerHTML;
    if (place >= 0) controlsOf(old)[place]?.focus();
  };

  const refresh = async () => {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' }, redirect: 'error' });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const [old, fresh] = [partsOf(main), partsOf(page)];
    const isSame = [...old.keys()].join() === [...fresh.keys()].join();
    const freshMain = page.getElementById('main');
    if (!isSame && freshMain !== null && !isInUse(main)) main.innerHTML = freshMain.innerHTML;
    else for (const [key, part] of old) if (fresh.has(key)) replace(part, fresh.get(key));
    updateAges();
  };

  const showState = (text) => {
    if (state !== null) state.textContent = text;
  };

  const scheduleNext = () => setTimeout(run, main.querySelector('[data-busy]') === null ? idlePauseMs : busyPauseMs);
  const run = async () => {
    if (document.visibilityState === 'visible') {
      try {
        await refresh();
        showState('This page updates automatically.');
      } catch {
        showState('This page is not updating: the console does not respond. Reload it.');
      }
    }
    scheduleNext();
  };
  scheduleNext();
})();
