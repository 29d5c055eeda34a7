// One page, several rooms: #start, #weigh, #group, #stored, #record/<key>. The address stays on the
// device, the back key works, and the cursor and the reader's eye go to the room's own heading.

import { every, one } from "../common/dom.js";

/** @type {Record<string, string>} */
const PARENTS = { weigh: "start", crowd: "group", record: "stored" };
const rooms = new Map();
const entering = new Map();

for (const room of every(document, "[data-room]")) {
  rooms.set(room.dataset.room, room);
}

/**
 * @param {string} name
 * @returns {HTMLElement}
 */
export function roomOf(name) {
  return rooms.get(name);
}

/**
 * called each time a room is entered, with what stands after its name
 * @param {string} name
 * @param {(rest: string) => unknown} run
 */
export function onEnter(name, run) {
  entering.set(name, run);
}

/**
 * @param {string} name
 * @param {string} rest
 */
function hashOf(name, rest) {
  return rest ? `#${name}/${encodeURIComponent(rest)}` : `#${name}`;
}

/**
 * @param {string} name
 * @param {string} [rest]
 */
export function go(name, rest = "") {
  const hash = hashOf(name, rest);
  if (location.hash === hash) {
    enter();
  } else {
    location.hash = hash;
  }
}

/**
 * The address of what stands here already: opened anew, it is the same.
 * @param {string} name
 * @param {string} rest
 */
export function stay(name, rest) {
  history.replaceState(history.state, "", hashOf(name, rest));
}

function whereTo() {
  const [name, rest] = location.hash.slice(1).split("/");
  return rooms.has(name) ? [name, decodeURIComponent(rest || "")] : ["start", ""];
}

/** @param {string} name */
function lightUp(name) {
  for (const [other, room] of rooms) {
    room.hidden = other !== name;
  }
  for (const link of every(document, "[data-to]")) {
    if (link.dataset.to === name || PARENTS[name] === link.dataset.to) {
      link.setAttribute("aria-current", "page");
    } else {
      link.removeAttribute("aria-current");
    }
  }
  document.body.classList.toggle("weighing", name === "weigh");
  document.body.classList.toggle("crowded", name === "crowd");
  const title = rooms.get(name).dataset.title;
  document.title = document.title.replace(/^.*? – /, `${title} – `);
}

export async function enter() {
  const [name, rest] = whereTo();
  lightUp(name);
  window.scrollTo(0, 0);
  const run = entering.get(name);
  const elsewhere = run ? await run(rest) : null;
  if (elsewhere) {
    go(elsewhere);
    return;
  }
  if (rooms.get(name).contains(document.activeElement)) {
    return;
  }
  const first = every(roomOf(name), "[data-first]");
  const heading = one(roomOf(name), "h1");
  heading.tabIndex = -1;
  const wanted = first.find((each) => each.getClientRects().length) || heading;
  wanted.focus({ preventScroll: true });
}

export function startRooms() {
  window.addEventListener("hashchange", enter);
  return enter();
}
