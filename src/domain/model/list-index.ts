import { countsFor, leavingMinor } from './approval';
import { jsonSize } from './json-size';
import { isUnsent, releasesReservation, type Leg } from './leg';
import { isSameRequester, type Requester } from './requester';
import { wantsMore, type Reversal } from './reversal';

/** What one capture's refunds hold, by what became of them, and its voids. Minor units. */
export interface Held {
  readonly refundedMinor: number;
  readonly pendingMinor: number;
  readonly unknownMinor: number;
  readonly reservedMinor: number;
  /** What of `reservedMinor` is planned and not sent. */
  readonly plannedMinor: number;
  /** Voids that hold an amount: how much of it counts depends on what was captured. */
  readonly voids: readonly Leg[];
}

/** What is asked of a list of reversals again and again. Made once, and handed on when the list changes in one place. */
export interface ListIndex {
  /**
   * Where each reversal is. Lists that came from one another share it, and an id has one place in all of them: where a list
   * has something else there, it does not have the id.
   */
  readonly places: Map<string, number>;
  /** By capture; null: the authorization. */
  readonly held: ReadonlyMap<string | null, Held>;
  readonly sending: number;
  /** Voids that are pending or of unknown outcome. */
  readonly openVoids: number;
  /** Refunds that are pending or of unknown outcome. */
  readonly openRefunds: number;
  /** Open reversals that would take more, were there more. */
  readonly wanting: number;
  /** Cancels that have ended. */
  readonly endedCancels: number;
}

/** Bytes of JSON, kept apart from the index: they are counted only where somebody asks. */
const sizes = new WeakMap<readonly Reversal[], number>();

export const nothingHeld: Held = {
  refundedMinor: 0,
  pendingMinor: 0,
  unknownMinor: 0,
  reservedMinor: 0,
  plannedMinor: 0,
  voids: [],
};

type List = readonly Reversal[];

/** So many ids of reversals that a list does not have may stay among its places. */
const placesBeside = 1000;

// Lists are never changed in place, so what was found out about one stays true for as long as it lives.
const indexes = new WeakMap<List, ListIndex>();
const legsOf = new WeakMap<List, readonly Leg[]>();
const openOf = new WeakMap<List, List>();
const leavings = new WeakMap<List, readonly Leaving[]>();
const referencesOf = new WeakMap<List, ReadonlyMap<string, Leg>>();

const nothing: Omit<ListIndex, 'places'> = {
  held: new Map(),
  sending: 0,
  openVoids: 0,
  openRefunds: 0,
  wanting: 0,
  endedCancels: 0,
};

/** The index of a list. Linear in its legs the first time, at once from then on. */
export function indexOf(list: List): ListIndex {
  const cached = indexes.get(list);
  if (cached !== undefined) return cached;
  const made = new Sums(nothing);
  const places = new Map<string, number>();
  list.forEach((reversal, place) => {
    if (!places.has(reversal.reversalId)) places.set(reversal.reversalId, place);
    made.add(reversal, 1);
  });
  const index = made.result(places);
  indexes.set(list, index);
  return index;
}

/** The reversal with this id and its place, or undefined. */
export function placeOf(list: List, reversalId: string): number | undefined {
  const place = indexOf(list).places.get(reversalId);
  return place !== undefined && list[place]?.reversalId === reversalId ? place : undefined;
}

/** The list with one reversal in another state. */
export function replacedAt(list: List, place: number, reversal: Reversal): List {
  const before = list[place];
  if (before === reversal || before === undefined) return list;
  const next = list.with(place, reversal);
  handOn(list, next, before, reversal);
  return next;
}

/** The list with one reversal more. */
export function appended(list: List, reversal: Reversal): List {
  const next = [...list, reversal];
  handOn(list, next, null, reversal);
  const places = indexes.get(next)?.places;
  if (places === undefined) return next;
  // A preview appends too, and leaves nothing but its id behind. Where that is in the way, or there are many, the list is
  // indexed anew.
  const place = places.get(reversal.reversalId);
  if ((place !== undefined && place !== list.length) || places.size > 2 * next.length + placesBeside) {
    indexes.delete(next);
  } else places.set(reversal.reversalId, list.length);
  return next;
}

/** Every leg, in the order of the reversals. */
export function legsIn(list: List): readonly Leg[] {
  const cached = legsOf.get(list);
  if (cached !== undefined) return cached;
  const legs = list.flatMap((reversal) => reversal.legs);
  legsOf.set(list, legs);
  return legs;
}

/** The first refund that the gateway keeps under each reference. Linear in the legs for each list, and only where asked. */
export function refundsByReference(list: List): ReadonlyMap<string, Leg> {
  const cached = referencesOf.get(list);
  if (cached !== undefined) return cached;
  const found = new Map<string, Leg>();
  for (const leg of legsIn(list)) {
    const { operation, gatewayReference } = leg;
    if (operation === 'refund' && gatewayReference !== null && !found.has(gatewayReference)) {
      found.set(gatewayReference, leg);
    }
  }
  referencesOf.set(list, found);
  return found;
}

/** What the reversals that count for one requester take from the merchant, together. Minor units. */
interface Leaving {
  readonly requester: Requester;
  readonly minor: number;
}

/** Of as many requesters as this what they take is handed on from list to list. */
const requestersKept = 8;

/**
 * What all reversals take from the merchant that count for this requester. Minor units. Linear for a requester who was not
 * asked about lately, at once for the others.
 */
export function leavingFor(list: List, requester: Requester): number {
  const cached = leavings.get(list) ?? [];
  const same = cached.find((one) => isSameRequester(one.requester, requester));
  if (same !== undefined) return same.minor;
  let minor = 0;
  for (const one of list) if (countsFor(one.requester, requester)) minor += leavingMinor(one.legs);
  leavings.set(list, [...cached, { requester, minor }].slice(-requestersKept));
  return minor;
}

/** The reversals that have no outcome yet. */
export function openIn(list: List): List {
  const cached = openOf.get(list);
  if (cached !== undefined) return cached;
  const open = list.filter((reversal) => reversal.completed === null);
  openOf.set(list, open);
  return open;
}

/** How many bytes the list takes as JSON. Linear the first time, at once from then on. */
export function listSize(list: List): number {
  const cached = sizes.get(list);
  if (cached !== undefined) return cached;
  const size = list.reduce((sum, reversal) => sum + jsonSize(reversal) + 1, 2);
  sizes.set(list, size);
  return size;
}

function handOn(list: List, next: List, before: Reversal | null, after: Reversal): void {
  const size = sizes.get(list);
  if (size !== undefined) {
    sizes.set(next, size + jsonSize(after) - (before === null ? -1 : jsonSize(before)));
  }
  const leaving = leavings.get(list);
  if (leaving !== undefined) {
    leavings.set(
      next,
      leaving.map((one) => leavingAfter(one, before, after)),
    );
  }
  const references = referencesOf.get(list);
  if (references !== undefined && !hasReferenced(before) && !hasReferenced(after)) referencesOf.set(next, references);
  const index = indexes.get(list);
  if (index === undefined) return;
  const changed = new Sums(index);
  if (before !== null) changed.add(before, -1);
  changed.add(after, 1);
  indexes.set(next, changed.result(index.places));
}

function leavingAfter({ requester, minor }: Leaving, before: Reversal | null, after: Reversal): Leaving {
  const minorOf = (one: Reversal | null): number =>
    one !== null && countsFor(one.requester, requester) ? leavingMinor(one.legs) : 0;
  return { requester, minor: minor + minorOf(after) - minorOf(before) };
}

function hasReferenced(reversal: Reversal | null): boolean {
  return reversal !== null && reversal.legs.some(({ gatewayReference }) => gatewayReference !== null);
}

/** An index while legs are added to it and taken out. */
class Sums {
  readonly #held: Map<string | null, Held>;
  #sending: number;
  #openVoids: number;
  #openRefunds: number;
  #wanting: number;
  #endedCancels: number;

  constructor(index: Omit<ListIndex, 'places'>) {
    const { held, sending, openVoids, openRefunds, wanting, endedCancels } = index;
    this.#held = new Map(held);
    this.#sending = sending;
    this.#openVoids = openVoids;
    this.#openRefunds = openRefunds;
    this.#wanting = wanting;
    this.#endedCancels = endedCancels;
  }

  add(reversal: Reversal, sign: 1 | -1): void {
    if (wantsMore(reversal)) this.#wanting += sign;
    if (reversal.operation === 'cancel' && reversal.completed !== null) this.#endedCancels += sign;
    for (const leg of reversal.legs) {
      if (leg.status === 'sending') this.#sending += sign;
      if (leg.status === 'pending' || leg.status === 'unknown') {
        if (leg.operation === 'void') this.#openVoids += sign;
        else this.#openRefunds += sign;
      }
      if (releasesReservation(leg)) continue;
      this.#held.set(leg.captureId, changed(this.#held.get(leg.captureId) ?? nothingHeld, leg, sign));
    }
  }

  result(places: Map<string, number>): ListIndex {
    return {
      places,
      held: this.#held,
      sending: this.#sending,
      openVoids: this.#openVoids,
      openRefunds: this.#openRefunds,
      wanting: this.#wanting,
      endedCancels: this.#endedCancels,
    };
  }
}

function changed(held: Held, leg: Leg, sign: 1 | -1): Held {
  if (leg.operation === 'void') {
    const voids = sign === 1 ? [...held.voids, leg] : held.voids.filter((one) => one !== leg);
    return { ...held, voids };
  }
  const minor = sign * leg.reservedMinor;
  if (leg.status === 'succeeded') return { ...held, refundedMinor: held.refundedMinor + minor };
  if (leg.status === 'pending') return { ...held, pendingMinor: held.pendingMinor + minor };
  if (leg.status === 'unknown') return { ...held, unknownMinor: held.unknownMinor + minor };
  const reservedMinor = held.reservedMinor + minor;
  return isUnsent(leg)
    ? { ...held, reservedMinor, plannedMinor: held.plannedMinor + minor }
    : { ...held, reservedMinor };
}
