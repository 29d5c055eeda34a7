// The network and the queue of this device, in the bar of every page of the counter. A browser
// that was never set up as a device has neither, and shows nothing.

import { maybe, one, wordsOf } from "../common/dom.js";
import { current } from "../offline/device.js";
import { guard } from "../offline/guard.js";
import { meta, putMeta, supported } from "../offline/store.js";
import { start, state, watch } from "../offline/sync.js";
import { fill, showNumber } from "../common/locale.js";

const element = one(document, "[data-state]");
const say = wordsOf(element);

/**
 * @param {string} one
 * @param {string} many
 * @param {number} number
 */
function count(one, many, number) {
  return fill(number === 1 ? one : many, { count: showNumber(number) });
}

/**
 * [kind, sign, short word, count, whole sentence]
 * @param {SyncState} now
 * @param {CounterDevice} device
 * @returns {[string, string, string, number, string] | null}
 */
function messageOf(now, device) {
  const waiting = now.waiting ? count(say.one, say.many, now.waiting) : "";
  if (device.revoked_at) {
    return ["stop", "awas", say.revoked, 0, say.isRevoked];
  }
  if (now.parked) {
    return ["stop", "awas", say.parked, now.parked, count(say.mendOne, say.mendMany, now.parked)];
  }
  if (!navigator.onLine || now.phase === "offline") {
    return ["wait", "luring", say.offline, now.waiting, `${say.noNetwork} ${waiting}`];
  }
  if (now.phase === "sending") {
    return ["wait", "masuk", say.sending, now.waiting, waiting];
  }
  return now.waiting ? ["wait", "jam", say.waiting, now.waiting, waiting] : null;
}

async function show() {
  const device = await current();
  const found = device ? messageOf(state(), device) : null;
  element.hidden = !found;
  if (!found) {
    return;
  }
  const [kind, sign, short, number, whole] = found;
  element.className = `badge state is-${kind}`;
  one(element, "use").setAttribute("href", `${say.sprite}#${sign}`);
  one(element, "[data-state-word]").textContent = number ? `${short} · ` : short;
  one(element, "[data-state-count]").textContent = number ? showNumber(number) : "";
  one(element, "[data-state-long]").textContent = ` ${whole}`;
  element.title = whole;
}

/**
 * signing out would leave deposits behind: the reason and the way out stand on the page
 * @param {CustomEvent<{ count: number }>} event
 */
function onGuarded(event) {
  const note = one(document, "[data-stay]");
  const number = event.detail.count;
  note.hidden = false;
  one(note, "[data-stay-head]").textContent = count(say.one, say.many, number);
  (maybe(document, "main .pane") || one(document, "main")).prepend(note);
  note.scrollIntoView({ block: "nearest" });
  one(note, "a").focus();
}

// the worker opens the counter of this device in the language that was read last
async function keepLanguage() {
  const language = document.documentElement.lang;
  if ((await current()) && (await meta("language")) !== language) {
    await putMeta("language", language);
  }
}

async function begin() {
  if (!supported()) {
    return;
  }
  keepLanguage();
  guard();
  document.addEventListener("queueguard", onGuarded);
  watch(show);
  window.addEventListener("online", show);
  window.addEventListener("offline", show);
  // the counter with no network sends for itself, once its rooms stand
  if ((await current()) && !maybe(document, "[data-shell]")) {
    start();
  }
}

begin();
