// The members and the price list of this place, as of the last time there was a network, and how
// old they are. Of a member: number, short name, kind, group, RT and RW, and hashes of the cards.
// No phone, no address, no balance, no identity number: what a counter must know to weigh.

import { hashCode } from "./card_code.js";
import { recognised } from "./device.js";
import { ask } from "../common/answer.js";
import { byName } from "../common/names.js";
import { answer, meta, read, Refused, write } from "./store.js";

const BUNDLE = "/counter/offline/snapshot/";
const DAY_MS = 24 * 3600 * 1000;

/**
 * Fetch members and prices again and put them in place of the old ones in one step. NoAnswer
 * without a network; Refused with the server's code (`device_revoked`, `device_unknown`,
 * `sign_in_needed`). Resolves with `age()`.
 * @returns {Promise<Freshness>}
 */
export async function refresh() {
  const who = await recognised();
  if (!who.signed_in) {
    throw new Refused("sign_in_needed");
  }
  const { status, json } = await ask(BUNDLE);
  if (status >= 400) {
    throw new Refused(json.code, { ...json.facts, message: json.message });
  }
  await write(["meta", "members", "materials"], async (transaction) => {
    const store = transaction.objectStore("meta");
    const device = await answer(store.get("device"));
    if (!device || device.revoked_at || device.id !== json.device) {
      throw new Refused("device_unknown");
    }
    replace(transaction.objectStore("members"), json.members);
    replace(transaction.objectStore("materials"), json.materials);
    store.put({ ...device, operator: json.operator, operator_name: json.operator_name }, "device");
    store.put(document.documentElement.lang, "language");
    const taken = { at: Date.parse(json.at), days: json.days, operator: json.operator };
    await answer(store.put(taken, "snapshot"));
  });
  return age();
}

/**
 * @param {IDBObjectStore} store
 * @param {object[]} rows
 */
function replace(store, rows) {
  store.clear();
  for (const row of rows) {
    store.put(row);
  }
}

/**
 * {missing, stale, at, days, age_ms, days_left}: `stale` says that deposits stop.
 * @returns {Promise<Freshness>}
 */
export async function age() {
  const names = ["snapshot", "counters", "clock_ahead"];
  const [taken, counters, ahead = 0] = await Promise.all(names.map(meta));
  return freshness(taken, { latest: counters ? counters.latest : 0, ahead });
}

/**
 * The same from a stored bundle, which was taken at an hour of the server's clock. No clock makes
 * it younger: neither one that was set back, nor one that runs behind, nor one put right since.
 * @param {Taken | undefined} taken
 * @param {{ latest: number, ahead: number }} known
 * @param {number} [now]
 * @returns {Freshness}
 */
export function freshness(taken, { latest, ahead }, now = Date.now()) {
  if (!taken) {
    return { missing: true, stale: true, days: 0 };
  }
  const passed = Math.max(0, now - taken.at, now - ahead - taken.at, (latest || 0) - taken.at);
  const left = taken.days * DAY_MS - passed;
  return {
    missing: false,
    stale: left <= 0,
    at: taken.at,
    days: taken.days,
    age_ms: passed,
    days_left: Math.max(0, Math.ceil(left / DAY_MS)),
  };
}

/**
 * The member of a scanned or typed card code: {member, card_hash}. Refused `card_misspelt`, or
 * `card_unknown` with facts {card_hash}: a card handed over since the last refresh, or not ours.
 * @param {string} text
 * @returns {Promise<{ member: KnownMember, card_hash: string }>}
 */
export async function byCard(text) {
  const hash = await hashCode(text);
  const member = await read(
    ["members"],
    (transaction) => answer(transaction.objectStore("members").index("cards").get(hash)),
  );
  if (!member) {
    throw new Refused("card_unknown", { card_hash: hash });
  }
  return { member, card_hash: hash };
}

/**
 * The member with this number, however it was spaced, or undefined.
 * @param {string} text
 * @returns {Promise<KnownMember | undefined>}
 */
export function byNumber(text) {
  const number = text.trim().toUpperCase();
  return read(["members"], (transaction) => answer(transaction.objectStore("members").get(number)));
}

/**
 * All members: [{number, name, kind, group, rt, rw, cards, own}], by name. `group` is the number
 * of the group a member weighs with, or ""; `own` marks the operator's own household.
 * @returns {Promise<KnownMember[]>}
 */
export async function members() {
  /** @type {KnownMember[]} */
  const all = await read(
    ["members"],
    (transaction) => answer(transaction.objectStore("members").getAll()),
  );
  return all.sort(byName);
}

/**
 * What the place buys at a moment, by default now: [{code, name_id, name_en, family, unit, find,
 * usual, far, price_idr, most_idr}], where price_idr null says ask for one up to most_idr, `usual`
 * is what most lines stay below, and `far` the amount above which to ask again; both null where
 * nothing is usual.
 * @param {Date} [moment]
 * @returns {Promise<PricedMaterial[]>}
 */
export async function materials(moment = new Date()) {
  /** @type {KeptMaterial[]} */
  const all = await read(
    ["materials"],
    (transaction) => answer(transaction.objectStore("materials").getAll()),
  );
  all.sort((one, other) => one.order - other.order);
  const rows = all.map((row) => priced(row, moment));
  return /** @type {PricedMaterial[]} */ (rows.filter(Boolean));
}

/**
 * @param {KeptMaterial} row
 * @param {Date} moment
 * @returns {PricedMaterial | null}
 */
function priced(row, moment) {
  const begun = row.prices.filter((price) => holdsAt(price, moment));
  const price = begun[begun.length - 1];
  return price && price.bought
    ? { ...row, price_idr: price.price_idr, most_idr: price.most_idr }
    : null;
}

/**
 * What was taken along before prices held from an instant says their first day alone.
 * @param {KeptPrice} price
 * @param {Date} moment
 */
function holdsAt(price, moment) {
  return price.at ? Date.parse(price.at) <= moment.getTime() : price.from <= localDay(moment);
}

/**
 * The calendar day of a moment where this device is.
 * @param {Date} [moment]
 */
export function localDay(moment = new Date()) {
  const figures = [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()];
  return figures.map((figure) => String(figure).padStart(2, "0")).join("-");
}
