// "On this device": what waits, what is recorded, what needs a person, what was mended or dropped.

import { current } from "../offline/device.js";
import { list } from "../offline/queue.js";
import { age, members } from "../offline/snapshot.js";
import { soon, state } from "../offline/sync.js";
import { showNumber, showRupiah } from "../locale.js";
import { gatherNotices, showNotices } from "./notices.js";
import { copyOf, setSign } from "./notes.js";
import { showAge, showTime } from "./moments.js";
import { roomOf } from "./views.js";
import { counted, word } from "./words.js";

const LATEST = 5;
const LISTS = [
  ["list_parked", ["parked"]],
  ["list_waiting", ["waiting"]],
  ["list_done", ["done"]],
  ["list_past", ["mended", "dropped"]],
];
const SIGNS = {
  parked: ["stop", "awas"],
  waiting: ["wait", "jam"],
  done: ["good", "ya"],
  mended: ["", "ubah"],
  dropped: ["", "batal"],
};

// a note for the office that a deposit was dropped is no deposit: it only shows while it waits
function isShown(record) {
  return record.kind === "deposit" || record.state === "waiting";
}

export function numberOf(record) {
  return record.state === "done" && record.result ? record.result.deposit : record.provisional;
}

export function lineOf(record, saysState = false) {
  const item = copyOf("stored-line");
  const link = item.querySelector("a");
  const [kind, sign] = record.kind === "drop" ? ["wait", "batal"] : SIGNS[record.state];
  link.href = `#record/${record.key}`;
  link.classList.toggle("is-void", record.state === "dropped");
  const act = link.querySelector(".act");
  act.classList.toggle(`is-${kind}`, Boolean(kind));
  setSign(act, sign);
  link.querySelector("[data-name]").textContent = record.shown.name;
  link.querySelector("[data-rupiah]").textContent = showRupiah(record.shown.total_idr);
  const at = showTime(new Date(record.made_at));
  const said = saysState ? word(`state_${record.state}`) : "";
  const what = record.kind === "drop" ? word("dropped_note") : said;
  const terms = [numberOf(record), at, what].filter(Boolean);
  link.querySelector("[data-terms]").textContent = terms.join(" · ");
  return item;
}

function sectionOf(name, records) {
  const section = copyOf("stored-list");
  section.querySelector("[data-head]").textContent = word(name);
  section.setAttribute("aria-label", word(name));
  section.querySelector("[data-count]").textContent = showNumber(records.length);
  const items = records.slice().reverse().map((record) => lineOf(record));
  section.querySelector("ul").append(...items);
  return section;
}

async function showLists(room) {
  const records = (await list()).filter(isShown);
  const place = room.querySelector("[data-lists]");
  place.textContent = "";
  for (const [name, states] of LISTS) {
    const chosen = records.filter((record) => states.includes(record.state));
    if (chosen.length) {
      place.append(sectionOf(name, chosen));
    }
  }
  room.querySelector("[data-none]").hidden = records.length > 0;
}

export async function showLatest(room) {
  const records = (await list()).filter((record) => record.kind === "deposit");
  const place = room.querySelector("[data-latest]");
  place.textContent = "";
  place.append(...records.slice(-LATEST).reverse().map((record) => lineOf(record, true)));
  room.querySelector("[data-latest-none]").hidden = records.length > 0;
}

export async function showDevice(room) {
  const [device, fresh, all] = await Promise.all([current(), age(), members()]);
  const put = (name, text) => {
    for (const place of room.querySelectorAll(`[data-${name}]`)) {
      place.textContent = text;
    }
  };
  put("age", fresh.missing ? word("never") : showAge(new Date(fresh.at)));
  put("members", counted("members", all.length));
  put("device", device ? device.label : "");
  put("letter", device ? `${device.place}-${device.letter}` : "");
}

function showSending(room, now, begun) {
  const place = room.querySelector("[data-progress]");
  const sending = now.phase === "sending" && begun > 0;
  place.hidden = !sending;
  if (sending) {
    const done = begun - now.waiting;
    const bar = place.querySelector("[data-progress-bar]");
    bar.max = begun;
    bar.value = done;
    const facts = { done: showNumber(done), all: showNumber(begun) };
    place.querySelector("[data-progress-count]").textContent = word("progress", facts);
  }
  room.querySelector("[data-send]").disabled = !now.waiting || now.phase === "sending";
}

let begun = 0;

export async function refreshStored() {
  const room = roomOf("stored");
  const now = state();
  begun = now.waiting ? Math.max(begun, now.waiting) : 0;
  showNotices(room.querySelector("[data-notes]"), await gatherNotices());
  showSending(room, now, begun);
  await showLists(room);
  await showDevice(room);
  const device = await current();
  room.querySelector("[data-refresh]").hidden = Boolean(device && device.revoked_at);
}

export function openStored() {
  roomOf("stored").querySelector("[data-send]").addEventListener("click", () => soon());
}
