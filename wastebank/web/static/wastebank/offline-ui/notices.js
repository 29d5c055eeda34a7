// What a person at this device must know now: network, age of the prices, clock, what waits.

import { CLOCK_SLACK_MS, clockAhead, current, isSignedOut } from "../offline/device.js";
import { age } from "../offline/bundle.js";
import { meta } from "../offline/store.js";
import { state } from "../offline/sync.js";
import { makeNote, signInKey } from "./notes.js";
import { showAge, showMoment } from "./moments.js";
import { counted, word } from "./words.js";

const AGING_DAYS_LEFT = 1;
const SET_BACK_MS = 60000;
/** @type {{ ready: boolean, waiting_for: number, apply: () => unknown } | null} */
let update = null;

/**
 * a newer version of the program has come; it waits until nothing waits here
 * @param {{ ready: boolean, waiting_for: number }} found
 * @param {() => unknown} apply
 */
export function noteUpdate(found, apply) {
  update = { ...found, apply };
}

/** @returns {Promise<Notice[]>} */
export async function gatherNotices() {
  const [device, fresh, counters, ahead] = await Promise.all([
    current(),
    age(),
    meta("counters"),
    clockAhead(),
  ]);
  const now = state();
  if (device && device.revoked_at) {
    return [aboutRevoked(now)];
  }
  const first = [aboutNetwork(now, fresh), aboutAge(fresh), aboutClock(counters, fresh, ahead)];
  const all = [...first, aboutParked(now), aboutUpdate(now)];
  return /** @type {Notice[]} */ (all.filter(Boolean));
}

/**
 * @param {SyncState} now
 * @returns {Notice}
 */
function aboutRevoked(now) {
  const rest = now.waiting + now.parked ? "revoked_rest" : "revoked_rest_none";
  const link = { href: "#setup", word: word("setup_again") };
  return { state: "stop", sign: "awas", head: word("revoked"), rest: word(rest), link };
}

/**
 * @param {SyncState} now
 * @param {Freshness} fresh
 * @returns {Notice | null}
 */
function aboutNetwork(now, fresh) {
  if (isSignedOut() || (now.phase === "signed_out" && now.waiting)) {
    const head = word(now.waiting ? "sign_in" : "signed_out");
    return { state: "wait", sign: "kunci", head, rest: safe(now, fresh), link: signInKey() };
  }
  if (now.phase === "others") {
    const head = counted("others", now.others);
    return { state: "wait", sign: "jam", head, rest: word("others_rest") };
  }
  if (!navigator.onLine || now.phase === "offline") {
    return { state: "wait", sign: "luring", head: word("no_network"), rest: safe(now, fresh) };
  }
  return null;
}

/**
 * what lies here is safe; nobody is told to weigh on where deposits stop
 * @param {SyncState} now
 * @param {Freshness} fresh
 */
function safe(now, { stale }) {
  const none = stale ? "" : word("safe_none");
  return now.waiting ? counted("safe", now.waiting) : none;
}

/**
 * @param {Freshness} fresh
 * @returns {Notice | null}
 */
function aboutAge(fresh) {
  const isOut = isSignedOut();
  const rest = word(isOut ? "old_rest_out" : "old_rest");
  if (fresh.missing) {
    return { state: "stop", sign: "awas", head: word("snapshot_missing"), rest };
  }
  const head = word("old", { age: showAge(new Date(fresh.at || 0)) });
  if (fresh.stale) {
    return { state: "stop", sign: "awas", head, rest };
  }
  const aging = (fresh.days_left || 0) <= AGING_DAYS_LEFT;
  const later = word(isOut ? "aging_rest_out" : "aging_rest");
  return aging ? { state: "wait", sign: "jam", head, rest: later } : null;
}

/**
 * as the server told the time; or behind its own last deposit and the last time it had a network
 * @param {Counters | undefined} counters
 * @param {Freshness} fresh
 * @param {number} ahead
 * @returns {Notice | null}
 */
function aboutClock(counters, fresh, ahead) {
  const known = Math.max(counters ? counters.latest : 0, fresh.at || 0);
  // the server's clock does not go back: then this one was put right since it was compared
  const isStill = Date.now() - ahead >= known - CLOCK_SLACK_MS;
  if (isStill && Math.abs(ahead) > CLOCK_SLACK_MS / 2) {
    const [here, there] = [Date.now(), Date.now() - ahead].map((at) => showMoment(new Date(at)));
    const head = word("clock_wrong", { here, there });
    return { state: "stop", sign: "jam", head, rest: word("clock_rest") };
  }
  const behind = known - Date.now() > SET_BACK_MS;
  const rest = word("clock_rest");
  return behind ? { state: "wait", sign: "jam", head: word("clock"), rest } : null;
}

/**
 * @param {SyncState} now
 * @returns {Notice | null}
 */
function aboutParked(now) {
  if (!now.parked) {
    return null;
  }
  const head = counted("parked", now.parked);
  const there = location.hash.startsWith("#stored");
  const link = there ? undefined : { href: "#stored", word: word("look_key") };
  return { state: "stop", sign: "awas", head, rest: word("parked_rest"), link };
}

/**
 * @param {SyncState} now
 * @returns {Notice | null}
 */
function aboutUpdate(now) {
  if (!update) {
    return null;
  }
  if (now.waiting + now.parked) {
    const rest = word("update_waits_rest");
    return { state: "", sign: "info", head: word("update_waits"), rest };
  }
  const button = { word: word("update_key"), run: update.apply };
  return { state: "", sign: "info", head: word("update_ready"), button };
}

/**
 * @param {HTMLElement} element
 * @param {Notice[]} notices
 */
export function showNotices(element, notices) {
  const shown = JSON.stringify(notices);
  if (element.dataset.shown === shown) {
    return;
  }
  element.dataset.shown = shown;
  element.textContent = "";
  for (const notice of notices) {
    element.append(makeNote(notice));
  }
}
