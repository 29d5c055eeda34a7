// "On this device": what waits, what is recorded, what needs a person, what was mended or dropped.

import { buttonOf, every, linkOf, one } from "../common/dom.js";
import { current } from "../offline/device.js";
import { list } from "../offline/queue.js";
import { age, members } from "../offline/bundle.js";
import { arrive, state } from "../offline/sync.js";
import { showNumber, showPaid } from "../common/locale.js";
import { gatherNotices, showNotices } from "./notices.js";
import { announce, copyOf, setSign } from "./notes.js";
import { showAge, showTime } from "./moments.js";
import { roomOf } from "./views.js";
import { counted, word } from "./words.js";

const LATEST = 5;
/** @type {[string, RecordState[]][]} */
const LISTS = [
  ["list_parked", ["parked"]],
  ["list_waiting", ["waiting"]],
  ["list_done", ["done"]],
  ["list_past", ["mended", "dropped"]],
];
/** @type {Record<RecordState, [string, string]>} */
const SIGNS = {
  parked: ["stop", "awas"],
  waiting: ["wait", "jam"],
  done: ["good", "ya"],
  mended: ["", "ubah"],
  dropped: ["", "batal"],
};

/**
 * a note for the office that a deposit was dropped is no deposit: it only shows while it waits
 * @param {QueueRecord} record
 */
function isShown(record) {
  return record.kind === "deposit" || record.state === "waiting";
}

/** @param {QueueRecord} record */
export function numberOf(record) {
  return record.state === "done" && record.result ? record.result.deposit : record.provisional;
}

/**
 * @param {QueueRecord} record
 * @param {boolean} [saysState]
 */
export function lineOf(record, saysState = false) {
  const item = copyOf("stored-line");
  const link = linkOf(item, "a");
  const [kind, sign] = record.kind === "drop" ? ["wait", "batal"] : SIGNS[record.state];
  link.href = `#record/${record.key}`;
  link.classList.toggle("is-void", record.state === "dropped");
  const emblem = one(link, ".emblem");
  emblem.classList.toggle(`is-${kind}`, Boolean(kind));
  setSign(emblem, sign);
  one(link, "[data-name]").textContent = record.shown.name;
  one(link, "[data-rupiah]").textContent = showPaid(record.shown.total_idr);
  const at = showTime(new Date(record.made_at));
  const said = saysState ? word(`state_${record.state}`) : "";
  const what = record.kind === "drop" ? word("dropped_note") : said;
  const terms = [numberOf(record), at, what].filter(Boolean);
  one(link, "[data-terms]").textContent = terms.join(" · ");
  return item;
}

/**
 * @param {string} name
 * @param {QueueRecord[]} records
 */
function sectionOf(name, records) {
  const section = copyOf("stored-list");
  one(section, "[data-head]").textContent = word(name);
  section.setAttribute("aria-label", word(name));
  one(section, "[data-count]").textContent = showNumber(records.length);
  const items = records.slice().reverse().map((record) => lineOf(record));
  one(section, "ul").append(...items);
  return section;
}

/** @param {HTMLElement} room */
async function showLists(room) {
  const records = (await list()).filter(isShown);
  const element = one(room, "[data-lists]");
  element.textContent = "";
  for (const [name, states] of LISTS) {
    const chosen = records.filter((record) => states.includes(record.state));
    if (chosen.length) {
      element.append(sectionOf(name, chosen));
    }
  }
  one(room, "[data-none]").hidden = records.length > 0;
}

/** @param {HTMLElement} room */
export async function showLatest(room) {
  const records = (await list()).filter((record) => record.kind === "deposit");
  const element = one(room, "[data-latest]");
  element.textContent = "";
  element.append(...records.slice(-LATEST).reverse().map((record) => lineOf(record, true)));
  one(room, "[data-latest-none]").hidden = records.length > 0;
}

/** @param {HTMLElement} room */
export async function showDevice(room) {
  const [device, fresh, all] = await Promise.all([current(), age(), members()]);
  /**
   * @param {string} name
   * @param {string} text
   */
  const put = (name, text) => {
    for (const element of every(room, `[data-${name}]`)) {
      element.textContent = text;
    }
  };
  put("age", fresh.missing ? word("never") : showAge(new Date(fresh.at || 0)));
  put("members", counted("members", all.length));
  put("device", device ? device.label : "");
  put("letter", device ? `${device.place}-${device.letter}` : "");
}

/**
 * @param {HTMLElement} room
 * @param {SyncState} now
 * @param {number} begun
 */
function showSending(room, now, begun) {
  const element = one(room, "[data-progress]");
  const sending = now.phase === "sending" && begun > 0;
  element.hidden = !sending;
  if (sending) {
    const done = begun - now.waiting;
    const bar = one(element, "[data-progress-bar]");
    bar.setAttribute("max", String(begun));
    bar.setAttribute("value", String(done));
    const facts = { done: showNumber(done), all: showNumber(begun) };
    one(element, "[data-progress-count]").textContent = word("progress", facts);
  }
  buttonOf(room, "[data-send]").disabled = !(now.waiting + now.parked) ||
    now.phase === "sending";
}

let begun = 0;

export async function refreshStored() {
  const room = roomOf("stored");
  const now = state();
  begun = now.waiting ? Math.max(begun, now.waiting) : 0;
  showNotices(one(room, "[data-notes]"), await gatherNotices());
  showSending(room, now, begun);
  await showLists(room);
  await showDevice(room);
  const device = await current();
  one(room, "[data-refresh]").hidden = Boolean(device && device.revoked_at);
}

// what needs a person is not sent by itself, and the page says so again
async function sendNow() {
  const { parked } = await arrive();
  await refreshStored();
  if (parked) {
    announce(`${counted("parked", parked)} ${word("parked_rest")}`);
    one(roomOf("stored"), "[data-notes]").scrollIntoView({ block: "nearest" });
  }
}

export function openStored() {
  one(roomOf("stored"), "[data-send]").addEventListener("click", sendNow);
}
