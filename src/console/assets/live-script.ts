/**
 * The one script of the console, kept plain: pages work without it. It asks for the page again and puts in the parts
 * that have changed, and never touches a form that somebody is filling in.
 */
export const liveScript = `'use strict';
(() => {
  const calmMs = 5000;
  const busyMs = 1000;
  const main = document.getElementById('main');
  const state = document.getElementById('live-state');
  if (main === null || main.querySelector('[data-live]') === null) return;

  const age = (instant) => {
    const distance = Date.now() - Date.parse(instant);
    const size = Math.abs(distance);
    for (const [unit, ms] of [['d', 86400000], ['h', 3600000], ['min', 60000]]) {
      if (size >= ms) {
        const text = Math.floor(size / ms) + ' ' + unit;
        return distance > 0 ? text + ' ago' : 'in ' + text;
      }
    }
    return distance >= 0 ? 'just now' : 'in a moment';
  };

  const tellAges = () => {
    for (const time of document.querySelectorAll('time[data-age]')) {
      const text = age(time.dateTime);
      if (time.textContent !== text) time.textContent = text;
    }
  };

  // What differs in every answer and means nothing.
  const meaning = (element) => {
    const copy = element.cloneNode(true);
    for (const time of copy.querySelectorAll('time[data-age]')) time.textContent = '';
    for (const field of copy.querySelectorAll('input[name=csrf]')) field.setAttribute('value', '');
    for (const details of copy.querySelectorAll('details')) details.removeAttribute('open');
    return copy.innerHTML;
  };

  const isInUse = (element) => {
    const fields = [...element.querySelectorAll('input:not([type=hidden]), textarea')];
    const isChanged = (field) =>
      field.type === 'radio' || field.type === 'checkbox'
        ? field.checked !== field.defaultChecked
        : field.value !== field.defaultValue;
    return element.querySelector('details[open] form') !== null || fields.includes(document.activeElement) || fields.some(isChanged);
  };

  const partsOf = (page) => new Map([...page.querySelectorAll('[data-live]')].map((part) => [part.dataset.live, part]));

  const replace = (old, fresh) => {
    if (isInUse(old) || meaning(old) === meaning(fresh)) return;
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const marks = focused === null ? [] : [...old.querySelectorAll('a, button, summary')];
    const place = marks.indexOf(focused);
    old.innerHTML = fresh.innerHTML;
    if (place >= 0) [...old.querySelectorAll('a, button, summary')][place]?.focus();
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
    tellAges();
  };

  const next = () => setTimeout(tick, main.querySelector('[data-busy]') === null ? calmMs : busyMs);
  const tick = async () => {
    if (document.visibilityState === 'visible') {
      try {
        await refresh();
        if (state) state.textContent = 'Live.';
      } catch {
        if (state) state.textContent = 'Not live: the console does not answer. Load the page again.';
      }
    }
    next();
  };
  next();
})();
`;
