// Sending the queue: one upload at a time over all tabs, in order, a few records at once, until
// the server has answered for each. An answer that was lost costs nothing: the same keys go again.
//
// A record is sent only under the session of the operator who made it. Those of another wait until
// that person signs in on this device; `state().others` says how many. Nobody's weighing is ever
// recorded under a colleague's name.

import { current, learn, recognised, revoke, rightNow } from "./device.js";
import { ask, NoAnswer } from "../common/answer.js";
import { counts, list, markSent, settle, tidy } from "./queue.js";
import { meta, Refused, watch as watchStore } from "./store.js";

const SYNC = "/counter/offline/sync/";
const LOCK = "wastebank-sync";
const MOST_AT_ONCE = 50;
const MOST_LETTERS = 200000;
const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 300000;
const PERSON_WAIT_MS = 60000;

let now = { phase: "idle", next_at: 0, others: 0, waiting: 0, parked: 0, done: 0 };
let failures = 0;
let atOnce = MOST_AT_ONCE;
let timer = 0;
/** @type {Promise<SyncState> | null} */
let running = null;
const listeners = new Set();

/**
 * What is going on: {phase, waiting, parked, done, others, next_at, error}.
 *   idle       nothing waits
 *   sending    an upload is on its way (from this tab)
 *   offline    no answer; tried again at next_at
 *   kept       the server keeps some for later; tried again at next_at
 *   signed_out somebody must sign in; nothing is lost
 *   others     only records of other operators wait
 *   revoked    the device may not send any more
 * @returns {SyncState}
 */
export function state() {
  return now;
}

/**
 * Call `listener(state)` at every change; answers a stop.
 * @param {(state: SyncState) => void} listener
 */
export function watch(listener) {
  listeners.add(listener);
  listener(now);
  return () => listeners.delete(listener);
}

/**
 * Begin: learn who is signed in, send now, after each new record, when the network returns or
 * somebody comes back to the page, and after every wait.
 */
export function start() {
  window.addEventListener("online", () => arrive());
  window.addEventListener("pageshow", (event) => event.persisted && arrive());
  document.addEventListener("visibilitychange", () => document.hidden || arrive());
  watchStore((names) => {
    if (names.includes("queue")) {
      noteCounts();
      if (now.phase === "idle" || now.phase === "others") {
        soon();
      }
    }
  });
  return arrive();
}

/**
 * Who is signed in may have changed, and so may the clock: both are learnt, also with an empty
 * queue.
 * @returns {Promise<SyncState>}
 */
export async function arrive() {
  await learn();
  await noteCounts();
  return soon();
}

/**
 * Send what waits, now. Resolves with `state()` when there is no more to do for the moment.
 * @returns {Promise<SyncState>}
 */
export function soon() {
  clearTimeout(timer);
  if (!running) {
    running = locked(drain).finally(() => {
      running = null;
    });
  }
  return running;
}

/**
 * One tab sends; the others see the outcomes arrive in the store.
 * @param {() => Promise<SyncState>} work
 * @returns {Promise<SyncState>}
 */
function locked(work) {
  if (!navigator.locks) {
    return work();
  }
  return navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => {
    if (!lock) {
      later(FIRST_WAIT_MS);
      return now;
    }
    return work();
  });
}

async function drain() {
  try {
    let phase = "sending";
    while (phase === "sending") {
      phase = await step();
    }
    await rest(phase);
  } catch (problem) {
    await stumble(problem);
  }
  return now;
}

// One upload; "sending" if there may be more to send at once.
async function step() {
  const known = await current();
  if (!known || !(await list("waiting")).length) {
    return "idle";
  }
  if (known.revoked_at) {
    return "revoked";
  }
  show({ phase: "sending", error: "" });
  const who = await recognised();
  if (!who.signed_in) {
    return "signed_out";
  }
  const device = await current();
  if (!device || !who.device || who.device.revoked || who.device.id !== device.id) {
    return "revoked";
  }
  const waiting = await list("waiting");
  const mine = waiting.filter((record) => record.operator === who.operator);
  return mine.length ? send(batch(mine), who.csrf) : "others";
}

/** @param {QueueRecord[]} records */
function batch(records) {
  const chosen = [];
  let letters = 0;
  for (const record of records.slice(0, atOnce)) {
    letters += JSON.stringify(record.body).length;
    if (chosen.length && letters > MOST_LETTERS) {
      break;
    }
    chosen.push(record);
  }
  return chosen;
}

/**
 * @param {QueueRecord} record
 * @returns {object}
 */
function operation(record) {
  const { key, kind, body, sequence, operator, provisional, mends, note, shown } = record;
  /** @type {Facts} */
  const sent = { key, kind, body, device_sequence: sequence, operator };
  if (kind === "deposit") {
    sent.provisional = provisional;
    sent.shown_total = shown.total_idr;
    sent.unknown = Boolean(shown.unknown);
  }
  return mends && kind !== "drop" ? { ...sent, mends, note } : sent;
}

/**
 * @param {QueueRecord[]} records
 * @param {string} csrf
 */
async function send(records, csrf) {
  const counters = await meta("counters");
  const body = { issued: counters.sequence, operations: records.map(operation) };
  await markSent(records.map((record) => record.sequence));
  const { status, json } = await ask(SYNC, { body, csrf });
  if (status !== 200) {
    return refusedWhole(status, json);
  }
  /** @type {Map<string, Outcome>} */
  const outcomes = new Map();
  json.outcomes.forEach((/** @type {Outcome} */ outcome) => outcomes.set(outcome.key, outcome));
  await settle(outcomes);
  failures = 0;
  atOnce = Math.min(MOST_AT_ONCE, atOnce * 2);
  const settled = records.filter((record) => isSettled(outcomes.get(record.key)));
  return settled.length ? "sending" : "kept";
}

/** @param {Outcome | undefined} outcome */
function isSettled(outcome) {
  return outcome !== undefined && outcome.outcome !== "kept";
}

/**
 * @param {number} status
 * @param {any} json
 */
async function refusedWhole(status, json) {
  if (json.code === "device_revoked") {
    await revoke();
    return "revoked";
  }
  if (status === 401) {
    return "signed_out";
  }
  if (json.code === "form_too_old") {
    throw new NoAnswer("unusable", status); // somebody signed in meanwhile: the next token is good
  }
  throw new Refused(json.code || "refused", { message: json.message });
}

// --- waiting --------------------------------------------------------------------------------

/** @param {string} phase */
async function rest(phase) {
  await tidy(await rightNow());
  await noteCounts();
  show({ phase, next_at: 0 });
  if (phase === "kept") {
    failures += 1;
    later(backoff());
  } else if (phase === "signed_out" || phase === "others") {
    later(PERSON_WAIT_MS);
  }
}

/** @param {any} problem */
async function stumble(problem) {
  failures += 1;
  // Halved uploads get through where the line breaks off after a few seconds.
  atOnce = Math.max(1, Math.floor(atOnce / 2));
  await noteCounts().catch(() => {});
  const error = problem instanceof NoAnswer ? "" : problem.code || problem.name;
  show({ phase: "offline", error });
  later(backoff());
}

// Doubled each time, with chance in it: thirty counters must not come back in the same second.
function backoff() {
  const full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 10));
  return full / 2 + Math.random() * (full / 2);
}

/** @param {number} wait */
function later(wait) {
  clearTimeout(timer);
  timer = setTimeout(() => soon(), wait);
  show({ next_at: Date.now() + wait });
}

async function noteCounts() {
  show(await counts());
}

/** @param {Partial<SyncState>} changes */
function show(changes) {
  now = { ...now, ...changes };
  for (const listener of listeners) {
    listener(now);
  }
}
