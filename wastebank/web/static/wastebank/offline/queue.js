// What was done at this counter, in order, until the server has answered for it.
//
// A record: {sequence, key, kind, operator, provisional, body, shown, state, made_at, tries, note,
//            code, message, facts, ahead, result, settled_at, mends, mended_by}
//   sequence    1, 2, 3 … on this device, without a gap: the office sees if one never arrives
//   key         the UUID that makes it happen once, drawn here before anything is sent
//   kind        "deposit", or "drop" (a person gave up a parked one, and says why)
//   operator    who was signed in when it was made; sent only while that person is signed in
//   provisional the number on the paper, such as MLT-B-0007; null for a drop
//   body        what is sent: {card_hash | member, weighed_at, lines: [{material, amount, price?}]}
//   shown       what the screen and the paper say; for people, never sent save `total_idr`. Once it
//               is done, prices and sums are the book's; promised_idr is what was said before
//   state       waiting → done, or parked (code, message, facts say why) → mended or dropped
//   ahead       how far this device's clock ran ahead when it was refused, in milliseconds
//   result      the server's answer when done: {deposit, total, balance, …}
//   mends       the sequence of the one this replaces; mended_by points the other way

import { newKey } from "../common/key.js";
import { freshness } from "./bundle.js";
import { learnt } from "./device.js";
import { answer, read, Refused, write } from "./store.js";

const KEPT_DONE_MS = 24 * 3600 * 1000;
const PROVISIONAL_DIGITS = 4;

/**
 * Put a deposit into the queue: `add({kind: "deposit", body, shown})`. Resolves with
 * {key, sequence, provisional} only when it is durable; until then nothing may be shown as saved.
 * `shown` is {member, name, lines: [{name, unit, amount, price_idr, rupiah_idr}], total_idr}.
 *
 * Refused: `device_not_registered`, `device_revoked`, `snapshot_missing`, `snapshot_too_old`
 * (facts {days}), `storage_full`, `storage_failed`. Then nothing at all was kept.
 *
 * `given` is of a deposit that has a draft, or that a page tried to send before: its key, who
 * recorded it, and that it may have arrived. `instead` is that draft: it goes in the same
 * transaction, so that it is never offered beside the record.
 * @param {{ kind?: string, body: SentBody, shown: Shown, instead?: string,
 *   given?: { key?: string, operator?: string, tries?: number } }} options
 * @returns {Promise<Kept>}
 */
export async function add({ kind = "deposit", body, shown, given = {}, instead = "" }) {
  await learnt();
  return write(["meta", "queue"], async (transaction) => {
    const desk = await openDesk(transaction);
    if (desk.device.revoked_at) {
      throw new Refused("device_revoked");
    }
    const taken = await answer(transaction.objectStore("meta").get("snapshot"));
    const { missing, stale, days } = freshness(taken, {
      latest: desk.counters.latest,
      ahead: desk.ahead,
    });
    if (missing || stale) {
      throw new Refused(missing ? "snapshot_missing" : "snapshot_too_old", { days });
    }
    transaction.objectStore("meta").delete(instead);
    const before = given.key ? await byKey(transaction, given.key) : undefined;
    if (before) {
      return before; // a second press, or another tab
    }
    const provisional = nextProvisional(desk);
    const { operator_name: staff } = desk.device;
    const seen = given.operator ? shown : { ...shown, staff };
    return put(transaction, desk, { kind, body, shown: seen, provisional, ...given });
  });
}

/**
 * Every record, or those of the given states, in order.
 * @param {...RecordState} states
 * @returns {Promise<QueueRecord[]>}
 */
export async function list(...states) {
  /** @type {QueueRecord[]} */
  const all = await read(
    ["queue"],
    (transaction) => answer(transaction.objectStore("queue").getAll()),
  );
  return states.length ? all.filter((record) => states.includes(record.state)) : all;
}

/**
 * One record by its key, or undefined.
 * @param {string} key
 * @returns {Promise<QueueRecord | undefined>}
 */
export function find(key) {
  return read(["queue"], (transaction) => byKey(transaction, key));
}

/** {waiting, parked, done, others}: `others` of the waiting ones were made by other operators. */
export async function counts() {
  const device = await read(
    ["meta"],
    (transaction) => answer(transaction.objectStore("meta").get("device")),
  );
  const all = await list();
  /** @param {(record: QueueRecord) => boolean} test */
  const count = (test) => all.filter(test).length;
  const operator = device ? device.operator : "";
  return {
    waiting: count((record) => record.state === "waiting"),
    parked: count((record) => record.state === "parked"),
    done: count((record) => record.state === "done" && record.kind === "deposit"),
    others: count((record) => record.state === "waiting" && record.operator !== operator),
  };
}

/**
 * Put another body in the place of a parked record: a new key, a new sequence, the same paper
 * number. The old one is marked mended. Resolves like `add`. Refused `not_parked`, `note_missing`.
 * @param {string} key
 * @param {SentBody} body
 * @param {string} note
 * @param {Shown} shown
 * @returns {Promise<Kept>}
 */
export function mend(key, body, note, shown) {
  return settleByHand(key, note, "mended", (old) => ({
    kind: old.kind,
    body,
    shown: shown || old.shown,
    provisional: old.provisional,
    mends: old.sequence,
    note: note.trim(),
  }));
}

/**
 * Give up a parked record, or a waiting one that was never on its way, with a note that goes to
 * the office in its place. Refused `not_parked`, `maybe_sent` (it may have arrived: synchronise
 * first, then take the deposit back at the desk), `note_missing`.
 * @param {string} key
 * @param {string} note
 * @returns {Promise<Kept>}
 */
export function drop(key, note) {
  return settleByHand(key, note, "dropped", (old) => ({
    kind: "drop",
    body: { operation: old.key, device_sequence: old.sequence, note: note.trim() },
    shown: old.shown,
    provisional: null,
    mends: old.sequence,
    note: note.trim(),
  }));
}

/**
 * Take done, mended and dropped records off the device once they are a day old.
 * @param {number} now by the server's clock
 */
export function tidy(now) {
  return write(["queue"], async (transaction) => {
    const queue = transaction.objectStore("queue");
    for (const record of await answer(queue.getAll())) {
      const old = record.settled_at && now - record.settled_at > KEPT_DONE_MS;
      if (old && !["waiting", "parked"].includes(record.state)) {
        queue.delete(record.sequence);
      }
    }
  });
}

// --- what sync.js does to records -----------------------------------------------------------

/**
 * Note, before they leave, that these were on their way.
 * @param {number[]} sequences
 */
export function markSent(sequences) {
  return change(sequences, (record) => ({ ...record, tries: record.tries + 1 }));
}

/**
 * Write the server's outcomes into their records: a Map from key to outcome.
 * @param {Map<string, Outcome>} outcomes
 */
export function settle(outcomes) {
  return write(["meta", "queue"], async (transaction) => {
    const queue = transaction.objectStore("queue");
    const ahead = (await answer(transaction.objectStore("meta").get("clock_ahead"))) || 0;
    for (const [key, outcome] of outcomes) {
      const record = await byKey(transaction, key);
      if (record && record.state === "waiting") {
        queue.put({ ...record, ...answered(outcome, ahead, record.shown) });
      }
    }
  });
}

/**
 * @param {Outcome} outcome
 * @param {number} ahead
 * @param {Shown} promised
 * @returns {Partial<QueueRecord>}
 */
function answered(outcome, ahead, promised) {
  if (outcome.outcome === "recorded" || outcome.outcome === "already_recorded") {
    const { result } = outcome;
    const shown = booked(promised, result);
    const promised_idr = promised.total_idr;
    const state = /** @type {RecordState} */ ("done");
    return {
      state,
      outcome: outcome.outcome,
      result,
      shown,
      promised_idr,
      settled_at: Date.now() - ahead,
    };
  }
  if (outcome.outcome === "refused") {
    const { code, message, facts } = outcome;
    return { state: "parked", code, message, facts, ahead };
  }
  return {};
}

/**
 * What is in the book: prices and sums are the server's, by the list of the hour of weighing.
 * @param {Shown} promised
 * @param {QueueRecord["result"]} result
 * @returns {Shown}
 */
function booked(promised, result) {
  if (!result || result.total === undefined) {
    return promised; // a note that one was given up
  }
  const before = promised.lines || [];
  const lines = (result.lines || []).map(({ material, amount, price, rupiah }, index) => {
    const isHere = before[index] && before[index].material === material;
    const line = isHere ? before[index] : before.find((each) => each.material === material);
    return line && { ...line, amount, price_idr: price, rupiah_idr: rupiah };
  });
  const isWhole = lines.length > 0 && lines.every(Boolean);
  const all = isWhole ? /** @type {ShownLine[]} */ (lines) : before;
  return { ...promised, lines: all, total_idr: result.total };
}

/**
 * @param {number[]} sequences
 * @param {(record: QueueRecord) => QueueRecord} into
 */
function change(sequences, into) {
  return write(["queue"], async (transaction) => {
    const queue = transaction.objectStore("queue");
    for (const sequence of sequences) {
      const record = await answer(queue.get(sequence));
      queue.put(into(record));
    }
  });
}

// --- inside one transaction -----------------------------------------------------------------

/**
 * @param {IDBTransaction} transaction
 * @returns {Promise<Desk>}
 */
async function openDesk(transaction) {
  const store = transaction.objectStore("meta");
  const device = await answer(store.get("device"));
  const counters = await answer(store.get("counters"));
  if (!device || !counters) {
    throw new Refused("device_not_registered");
  }
  return { device, counters, ahead: (await answer(store.get("clock_ahead"))) || 0 };
}

/** @param {Desk} options */
function nextProvisional({ device, counters }) {
  counters.provisional += 1;
  const number = String(counters.provisional).padStart(PROVISIONAL_DIGITS, "0");
  return `${device.place}-${device.letter}-${number}`;
}

/**
 * @param {IDBTransaction} transaction
 * @param {Desk} options
 * @param {NewRecord} fields
 * @returns {Promise<Kept>}
 */
async function put(transaction, { device, counters, ahead }, fields) {
  const now = Date.now() - ahead; // by the server's clock, as far as it is known
  counters.sequence += 1;
  counters.latest = Math.max(counters.latest, now);
  const record = {
    sequence: counters.sequence,
    key: newKey(),
    operator: device.operator,
    state: "waiting",
    made_at: now,
    tries: 0,
    ...fields,
  };
  transaction.objectStore("queue").add(record);
  await answer(transaction.objectStore("meta").put(counters, "counters"));
  return { key: record.key, sequence: record.sequence, provisional: record.provisional };
}

/**
 * @param {string} key
 * @param {string} note
 * @param {RecordState} state
 * @param {(old: QueueRecord) => NewRecord} successor
 */
async function settleByHand(key, note, state, successor) {
  await learnt();
  return write(["meta", "queue"], async (transaction) => {
    const desk = await openDesk(transaction);
    const old = await byKey(transaction, key);
    if (!note.trim()) {
      throw new Refused("note_missing");
    }
    if (!old || !(old.state === "parked" || (state === "dropped" && old.state === "waiting"))) {
      throw new Refused("not_parked");
    }
    if (old.state === "waiting" && old.tries > 0) {
      throw new Refused("maybe_sent");
    }
    const made = await put(transaction, desk, successor(old));
    const settled = {
      state,
      note: note.trim(),
      settled_at: Date.now() - desk.ahead,
      mended_by: made.sequence,
    };
    transaction.objectStore("queue").put({ ...old, ...settled });
    return made;
  });
}

/**
 * @param {IDBTransaction} transaction
 * @param {string} key
 * @returns {Promise<QueueRecord | undefined>}
 */
function byKey(transaction, key) {
  return answer(transaction.objectStore("queue").index("key").get(key));
}
