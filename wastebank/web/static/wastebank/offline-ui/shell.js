// The counter with no network, put together: rooms, queue, sending, and the state in the bar.

import { buttonOf, linkOf, one } from "../common/dom.js";
import { current, learnt, soonLearnt } from "../offline/device.js";
import { age, byNumber, refresh } from "../offline/bundle.js";
import { find } from "../offline/queue.js";
import { draftName } from "../offline/drafts.js";
import { meta, supported, watch as watchStore } from "../offline/store.js";
import { start as startSending, watch as watchSending } from "../offline/sync.js";
import { supported as keepsPages } from "../offline/worker.js";
import { applyUpdate, lookForUpdate, watchUpdate } from "../offline/worker.js";
import { showPaid } from "../common/locale.js";
import "./state.js";
import { aboutAway, goOnHere, roomFor } from "./away.js";
import { showBegun } from "./weigh/begun.js";
import { openDesk, pricesChanged, standHere, unsaved } from "./weigh/desk.js";
import { openGroup } from "./weigh/group.js";
import { gatherNotices, noteUpdate, showNotices } from "./notices.js";
import { announce, makeNote, showRefusal } from "./notes.js";
import { nowSaved, openRecord, refreshRecord, standing } from "./weigh/record.js";
import { openSetup } from "./setup.js";
import { openStart, personOf, sayAtStart, strangerByCard } from "./start.js";
import { openStored, refreshStored, showDevice, showLatest } from "./stored.js";
import { go, onEnter, roomOf, startRooms } from "./views.js";
import { word } from "./words.js";

const FRESH_ENOUGH_MS = 15 * 60 * 1000;
const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 300000;

let freshening = 0;
/** @type {Notice | null} */
let lastSaved = null;
let savedKey = "";

/**
 * Of the last deposit: that it is saved, and once the server has answered, what is in the book.
 * @param {string} operator
 */
async function savedNotice(operator) {
  const record = lastSaved ? await find(savedKey) : undefined;
  const isDone = record && record.state === "done";
  return lastSaved ? [isDone ? { ...lastSaved, ...standing(record, operator) } : lastSaved] : [];
}

/** @param {CounterDevice | null} device */
function showPlace(device) {
  if (device) {
    one(document, "[data-place]").textContent = device.place_name;
  }
}

/**
 * A draft, whichever of the two counters it was begun at.
 * @param {KeptDraft} draft
 * @returns {Promise<DraftOffer>}
 */
async function offer({ member = "", cardHash = "", crowd, address = "" }) {
  if (crowd) {
    return { href: roomFor(address), name: crowd };
  }
  if (!member) {
    /** @param {Event} event */
    const onOpen = (event) => {
      event.preventDefault();
      standHere(strangerByCard(cardHash));
    };
    return { href: "#weigh", name: word("unknown_card"), onOpen };
  }
  const known = await byNumber(member);
  const name = known ? `${known.name} ${member}` : member;
  return { href: `#weigh/${encodeURIComponent(member)}`, name };
}

// once it is known who is signed in; nobody waits for it
async function showDrafts() {
  await soonLearnt();
  const { place, operator: person } = /** @type {CounterDevice} */ (await current());
  const panel = one(roomOf("start"), "[data-drafts]");
  await showBegun(panel, draftName({ place, person }), offer);
}

async function refreshStart() {
  const device = await current();
  showPlace(device);
  if (!device) {
    return "setup";
  }
  if (device.revoked_at) {
    return "stored";
  }
  if (unsaved()) {
    return "weigh";
  }
  if (pricesChanged() && !lastSaved) {
    location.reload();
  }
  const room = roomOf("start");
  showNotices(one(room, "[data-saved]"), await savedNotice(device.operator));
  const away = aboutAway();
  showNotices(one(room, "[data-notes]"), [...(away ? [away] : []), ...(await gatherNotices())]);
  showDrafts();
  await Promise.all([showLatest(room), showDevice(room)]);
  return null;
}

/**
 * saved on this device: said, shown, its paper one key away, and the next member at once
 * @param {Kept} options
 * @param {Shown} shown
 */
function onSaved({ key, provisional }, shown) {
  const facts = { number: provisional, name: shown.name, rupiah: showPaid(shown.total_idr) };
  nowSaved(key);
  savedKey = key;
  lastSaved = {
    ...{ state: "good", sign: "ya", head: word("saved_head", facts) },
    rest: word("saved_rest", facts),
    link: { href: `#record/${key}`, word: word("receipt_key") },
  };
  announce(word("saved", facts));
  go("start");
}

/** @param {HTMLElement} room */
async function fetchAgain(room) {
  showRefusal(room, null);
  try {
    await refresh();
    announce(word("fetched"));
    if (!unsaved()) {
      location.reload();
    }
  } catch (problem) {
    showRefusal(room, problem);
  }
}

// quietly, where there is a network: prices of this morning are better than those of last week, and
// whose own household a member is depends on who is signed in; a network that has just come back
// may not answer at once
async function freshen(wait_ms = FIRST_WAIT_MS) {
  clearTimeout(freshening);
  const [device, fresh, taken] = await Promise.all([current(), age(), meta("snapshot")]);
  const isMine = device && taken && taken.operator === device.operator;
  const isFresh = isMine && (fresh.age_ms || 0) < FRESH_ENOUGH_MS;
  if (!device || device.revoked_at || isFresh) {
    return;
  }
  try {
    await refresh();
  } catch {
    const longer_ms = Math.min(2 * wait_ms, LONGEST_WAIT_MS);
    freshening = navigator.onLine ? setTimeout(() => freshen(longer_ms), wait_ms) : 0;
  }
}

/**
 * in the other language, in the same room
 * @param {Event} event
 */
function keepRoom(event) {
  const link = /** @type {HTMLAnchorElement} */ (event.currentTarget);
  link.hash = location.hash;
}

function showNetwork() {
  document.documentElement.classList.toggle("no-network", !navigator.onLine);
}

async function changed() {
  showNetwork();
  const device = await current();
  const [name] = location.hash.slice(1).split("/");
  if (device && device.revoked_at && !["stored", "record", "setup"].includes(name)) {
    go("stored");
    return;
  }
  if (!roomOf("start").hidden) {
    await refreshStart();
  }
  if (!roomOf("stored").hidden) {
    await refreshStored();
  }
  await refreshRecord();
}

// what changes together is shown once
let due = 0;
function soonChanged() {
  clearTimeout(due);
  due = setTimeout(changed, 100);
}

function watchAll() {
  watchStore(soonChanged);
  watchSending(soonChanged);
  window.addEventListener("online", () => {
    soonChanged();
    learnt().then(() => freshen());
  });
  window.addEventListener("offline", soonChanged);
  if (keepsPages() && navigator.serviceWorker.controller) {
    watchUpdate((found) => {
      noteUpdate(found, () => applyUpdate());
      soonChanged();
    });
    lookForUpdate();
  }
}

function unsupported() {
  const room = roomOf("setup");
  room.hidden = false;
  const note = makeNote({
    ...{ state: "stop", sign: "awas", head: word("unsupported") },
    rest: word("unsupported_rest"),
  });
  one(room, "[data-refusal]").append(note);
  one(room, "[data-refusal]").hidden = false;
  buttonOf(room, "[data-setup] button").disabled = true;
}

async function begin() {
  if (!supported()) {
    unsupported();
    return;
  }
  linkOf(document, ".bar a[lang]").addEventListener("click", keepRoom);
  openSetup(() => go("start"));
  openStart(refreshStart);
  openDesk({ personOf, onSaved, onRefused: sayAtStart });
  openGroup();
  openStored();
  openRecord();
  onEnter("stored", refreshStored);
  for (const room of [roomOf("start"), roomOf("stored")]) {
    one(room, "[data-refresh]").addEventListener("click", () => fetchAgain(room));
  }
  window.addEventListener("hashchange", (event) => {
    if (!/#(start|weigh.*)?$/.test(event.newURL)) {
      lastSaved = null;
    }
  });
  const device = await current();
  showPlace(device);
  showNetwork();
  startSending(); // first of all it learns who is signed in
  goOnHere();
  await startRooms();
  watchAll();
  learnt().then(() => freshen());
  one(document, "[data-shell]").dataset.ready = "yes";
}

begin();
