// This browser as a registered device of a place: who it is, whether it still may, and the guard
// that what is queued is never left behind.
//
// meta "device" is {id, label, letter, place, place_name, operator, operator_name, revoked_at}.
// The secret is in a cookie that no script can read. A browser whose data was cleared is a new
// device with a new letter, so a provisional number is never given twice.

import { ask } from "../common/answer.js";
import { newKey } from "../common/key.js";
import { answer, meta, putMeta, read, Refused, write } from "./store.js";

const SESSION = "/counter/offline/session/";
const REGISTER = "/counter/offline/register/";
const REGISTERING = "registering"; // in meta: the one that was asked for and is not answered yet
// What the server forgives: deposits/record.py calls it CLOCK_SLACK.
export const CLOCK_SLACK_MS = 600000;
const PATIENCE_MS = 10000; // a deposit may wait for it; what is slower counts as no network
const SOON_MS = 4000; // longer nobody waits to see what was typed before
const CLOCK_CHANGE_MS = 30000; // below, the way there and back may be all of it

/**
 * The device as this browser knows it, or null before it was registered.
 * @returns {Promise<CounterDevice | null>}
 */
export async function current() {
  return (await meta("device")) || null;
}

let isOut = false;

/** Whether there is a network, and nobody is signed in: then signing in is what helps. */
export function isSignedOut() {
  return isOut && navigator.onLine;
}

/**
 * Ask the server who is signed in and what it holds of this device:
 * {signed_in, operator, operator_name, csrf, now, device}, where device is null or
 * {id, label, letter, place, place_name, revoked}. NoAnswer without a network. A device the
 * server has revoked is wiped before this resolves.
 * @returns {Promise<Session>}
 */
export async function session() {
  isOut = false;
  const { json } = await ask(SESSION, { patience: PATIENCE_MS });
  isOut = !json.signed_in;
  await compareClocks(Date.parse(json.now), Date.now());
  const known = await current();
  const revoked = json.device && json.device.revoked;
  if (known && revoked && known.id === json.device.id) {
    await revoke();
  } else if (known && json.signed_in && json.operator !== known.operator) {
    const { operator, operator_name } = json;
    await putMeta("device", { ...known, operator, operator_name });
  }
  if (known && json.device && json.device.id === known.id) {
    await catchUp(json.device.issued);
  }
  return json;
}

/** @type {Promise<unknown>} */
let learning = Promise.resolve();

/**
 * Learn who is signed in, and what the time is, from the server; without a network both stay as
 * they were last known. Whatever is filed under a person waits for this, see `learnt`.
 * @returns {Promise<unknown>}
 */
export function learn() {
  learning = current()
    .then((known) => (known && !known.revoked_at ? session() : null))
    .catch(() => null);
  return learning;
}

/** Over when it is known who is signed in, as far as it can be. */
export function learnt() {
  return learning;
}

/**
 * The same for what is only shown: on a line that does not answer the person known last stands.
 * @returns {Promise<unknown>}
 */
export function soonLearnt() {
  return Promise.race([learning, new Promise((late) => setTimeout(late, SOON_MS))]);
}

/**
 * How far this device's clock ran ahead when the server last told the time, in milliseconds;
 * below zero it ran behind. Nothing is known before the first network.
 * @returns {Promise<number>}
 */
export async function clockAhead() {
  return (await meta("clock_ahead")) || 0;
}

/** Now, by the server's clock as far as this device knows it. */
export async function rightNow() {
  return Date.now() - (await clockAhead());
}

/**
 * The server's time is the right one: what this device noted of its own moments may not lie beyond
 * it, or members and prices would look old, or fresh, until that day comes.
 * @param {number} there
 * @param {number} here
 */
async function compareClocks(there, here) {
  const names = ["clock_ahead", "counters", "snapshot"];
  const [before, counters, taken] = await Promise.all(names.map(meta));
  const isNew = before === undefined || Math.abs(before - (here - there)) > CLOCK_CHANGE_MS;
  const isBeyond = [counters && counters.latest, taken && taken.at].some(
    (moment) => moment > there + CLOCK_SLACK_MS,
  );
  if (!isNew && !isBeyond) {
    return;
  }
  await write(["meta"], async (transaction) => {
    const store = transaction.objectStore("meta");
    await pullBack(store, ["counters", "latest"], there, before);
    await pullBack(store, ["snapshot", "at"], there, before);
    await answer(store.put(here - there, "clock_ahead"));
  });
}

/**
 * A moment that has not come is less by what the clock was known to run ahead, or it is now.
 * @param {IDBObjectStore} store
 * @param {[string, string]} where
 * @param {number} there
 * @param {number} [before]
 */
async function pullBack(store, [name, field], there, before = 0) {
  const kept = await answer(store.get(name));
  if (kept && kept[field] > there + CLOCK_SLACK_MS) {
    const moment = Math.min(there, kept[field] - Math.max(0, before));
    await answer(store.put({ ...kept, [field]: moment }, name));
  }
}

/**
 * A profile brought back from a copy must not give numbers out again that it used before.
 * @param {number} issued
 */
async function catchUp(issued) {
  const { sequence } = (await meta("counters")) || { sequence: issued };
  if (sequence >= issued) {
    return;
  }
  await write(["meta"], async (transaction) => {
    const store = transaction.objectStore("meta");
    const counters = await answer(store.get("counters"));
    store.put({ ...counters, sequence: Math.max(counters.sequence, issued) }, "counters");
  });
}

/**
 * Register this browser under a name, such as "HP Posko RW 05". Needs the network and a signed-in
 * operator. Resolves with the device. Refused with the server's code and `facts.message`, or
 * `queue_not_empty` if a device that still may record holds records of its own, or `clock_wrong`
 * with the two moments `here` and `there`.
 *
 * What a revoked or lost registration left unsettled goes over to the new one: same keys, so
 * nothing is recorded twice; same provisional numbers, since they are printed; new places in the
 * order.
 * @param {string} label
 */
export async function register(label) {
  const who = await session();
  if (!who.signed_in) {
    throw new Refused("sign_in_needed");
  }
  const ahead = await clockAhead();
  if (Math.abs(ahead) > CLOCK_SLACK_MS) {
    throw new Refused("clock_wrong", { here: Date.now(), there: Date.now() - ahead });
  }
  const known = await current();
  const count = await unsettled();
  if (known && !known.revoked_at && count && isSame(known, who.device)) {
    throw new Refused("queue_not_empty", { count });
  }
  const { csrf, operator } = who;
  const key = await keyOf({ label, operator });
  const { status, json } = await ask(REGISTER, { body: { key, label }, csrf });
  if (status >= 400) {
    await putMeta(REGISTERING, null);
    throw new Refused(json.code, { ...json.facts, message: json.message });
  }
  await write(["meta", "queue"], async (transaction) => {
    const store = transaction.objectStore("meta");
    const { latest } = (await answer(store.get("counters"))) || { latest: 0 };
    const sequence = await takeOver(transaction.objectStore("queue"));
    store.put({ ...json.device, revoked_at: null }, "device");
    store.put(null, REGISTERING);
    await answer(store.put({ sequence, provisional: 0, latest }, "counters"));
  });
  await askToPersist();
  return current();
}

/**
 * The key of a registration. One whose answer never came, because the page was left meanwhile or
 * the network went, is asked for again under its key: it is no second device with another letter.
 * @param {{ label: string, operator: string }} asked
 * @returns {Promise<string>}
 */
function keyOf(asked) {
  return write(["meta"], async (transaction) => {
    const store = transaction.objectStore("meta");
    const begun = await answer(store.get(REGISTERING));
    if (begun && begun.label === asked.label && begun.operator === asked.operator) {
      return begun.key;
    }
    const key = newKey();
    await answer(store.put({ ...asked, key }, REGISTERING));
    return key;
  });
}

/**
 * Who is signed in, as `session` tells it, with the registration mended if the browser lost its
 * secret but not its queue (a cookie may be lost in a crash): it registers again under its name.
 */
export async function recognised() {
  const who = await session();
  const known = await current();
  const lost = known && !known.revoked_at && !isSame(known, who.device);
  if (!lost || !who.signed_in || (who.device && who.device.revoked)) {
    return who;
  }
  await register(known.label);
  return session();
}

/**
 * @param {CounterDevice} known
 * @param {Session["device"]} server
 */
function isSame(known, server) {
  return server !== null && server.id === known.id;
}

/** @param {IDBObjectStore} queue */
async function takeOver(queue) {
  /** @type {QueueRecord[]} */
  const all = await answer(queue.getAll());
  const left = all.filter(isUnsettled);
  queue.clear();
  left.forEach((record, index) => queue.put({ ...record, sequence: index + 1, state: "waiting" }));
  return left.length;
}

/** @param {QueueRecord} record */
function isUnsettled(record) {
  return record.state === "waiting" || record.state === "parked";
}

/**
 * The device may no longer record: members and prices leave it at once, and so does whatever was
 * settled. What was not settled is kept and shown. It is never sent by this device; see `register`.
 */
export async function revoke() {
  await write(["meta", "queue", "members", "materials"], async (transaction) => {
    const store = transaction.objectStore("meta");
    const device = await answer(store.get("device"));
    transaction.objectStore("members").clear();
    transaction.objectStore("materials").clear();
    store.delete("snapshot");
    const queue = transaction.objectStore("queue");
    for (const record of await answer(queue.getAll())) {
      if (!isUnsettled(record)) {
        queue.delete(record.sequence);
      }
    }
    if (device && !device.revoked_at) {
      await answer(store.put({ ...device, revoked_at: Date.now() }, "device"));
    }
  });
}

/** How many records are neither recorded nor dropped: waiting and parked ones. */
export function unsettled() {
  return read(["queue"], async (transaction) => {
    const states = transaction.objectStore("queue").index("state");
    const waiting = await answer(states.count("waiting"));
    return waiting + (await answer(states.count("parked")));
  });
}

/** Ask the browser not to clear this site's data when space runs short; true if it promised. */
export async function askToPersist() {
  const storage = navigator.storage;
  if (!storage || !storage.persist) {
    return false;
  }
  return (await storage.persisted()) || storage.persist();
}
