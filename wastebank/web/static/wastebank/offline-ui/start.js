// Who stands here: by card, number or name, among the members this device knows. A card that is
// spelt right and not known here is weighed all the same: the server knows more cards than we do.

import { fieldOf, formOf, linkOf, one } from "../common/dom.js";
import { fitsShort, homeForm, homeIn, soughtWords } from "../common/names.js";
import { byCard, byNumber, members } from "../offline/bundle.js";
import { Refused } from "../offline/store.js";
import { looksLikeCode, looksLikeNumber, looksLikePhone, readNumber } from "./codes.js";
import { standHere } from "./weigh/desk.js";
import { offerEye } from "./eye.js";
import { copyOf, showRefusal } from "./notes.js";
import { go, onEnter, roomOf } from "./views.js";
import { word } from "./words.js";

const MOST_SHOWN = 12;

const room = roomOf("start");
const form = formOf(room, "[data-find]");
const field = fieldOf(form, "[data-code]");
const panel = one(room, "[data-found]");
const list = one(room, "[data-found-list]");
const more = one(room, "[data-found-more]");
/** @type {{ refused: unknown, text: string }} */
let pending = { refused: null, text: "" };

/**
 * @param {string} cardHash
 * @returns {Person}
 */
export function strangerByCard(cardHash) {
  return { name: word("unknown_card"), number: "–", known: false, body: { card_hash: cardHash } };
}

/**
 * @param {string} number
 * @returns {Person}
 */
function strangerByNumber(number) {
  return { name: word("unknown_member"), number, known: false, body: { member: number } };
}

/**
 * @param {KnownMember} member
 * @param {Whose} body
 * @returns {Person}
 */
function knownMember(member, body) {
  if (member.own) {
    throw new Refused("own_household");
  }
  return { name: member.name, number: member.number, known: true, member, body };
}

/**
 * @param {string} text
 * @returns {Promise<Person>}
 */
async function personByCode(text) {
  try {
    const { member, card_hash: cardHash } = await byCard(text);
    return knownMember(member, { card_hash: cardHash });
  } catch (/** @type {any} */ refused) {
    if (refused.code === "card_unknown") {
      return strangerByCard(refused.facts.card_hash);
    }
    throw refused;
  }
}

/**
 * @param {string} text
 * @returns {Promise<Person>}
 */
async function personByNumber(text) {
  const number = readNumber(text);
  if (!number) {
    const letterless = /^[0-9\s-]+$/.test(text);
    throw new Refused(letterless ? "number_needs_letter" : "number_misspelt", { text });
  }
  const member = await byNumber(number);
  return member ? knownMember(member, { member: number }) : strangerByNumber(number);
}

/**
 * How well a member answers to it: 2 surely, 1 by an initial, 0 not.
 * @param {string} text
 * @returns {(member: KnownMember) => number}
 */
function answering(text) {
  const words = soughtWords(text);
  const { home, rest } = homeIn(text);
  const others = soughtWords(rest);
  return ({ name, rt, rw }) => {
    const lives = `${homeForm(rt, rw)}${home.endsWith("/") ? "" : "/"}`;
    const isHere = home && lives.startsWith(home.endsWith("/") ? home : `${home}/`);
    return Math.max(fitsShort(name, words), isHere ? fitsShort(name, others) : 0);
  };
}

/**
 * Those who surely answer first: of the others only an initial lies on this device.
 * @param {string} text
 */
async function answeringTo(text) {
  const fits = answering(text);
  const all = (await members()).map((member) => ({ member, fit: fits(member) }));
  const found = all.filter(({ fit }) => fit).sort((one, other) => other.fit - one.fit);
  return found.map(({ member }) => member);
}

/** @param {string} text */
async function showFound(text) {
  const all = soughtWords(text).length ? await answeringTo(text) : [];
  const found = all.slice(0, MOST_SHOWN);
  more.hidden = all.length <= MOST_SHOWN;
  list.textContent = "";
  for (const member of found) {
    list.append(foundLine(member));
  }
  panel.hidden = !found.length;
  return found;
}

/** @param {KnownMember} member */
function foundLine(member) {
  const item = copyOf("found-line");
  const link = linkOf(item, "a");
  link.href = `#weigh/${encodeURIComponent(member.number)}`;
  one(link, "[data-name]").textContent = member.name;
  const { number, kind, rt, rw } = member;
  const where = rt ? `RT ${rt}${rw ? `, RW ${rw}` : ""}` : "";
  const terms = [number, word(`kind_${kind}`), where].filter(Boolean);
  one(link, "[data-terms]").textContent = terms.join(" · ");
  return item;
}

/** @param {string} text */
async function find(text) {
  if (looksLikeCode(text)) {
    standHere(await personByCode(text));
  } else if (looksLikePhone(text)) {
    throw new Refused("number_is_phone", { text });
  } else if (looksLikeNumber(text)) {
    standHere(await personByNumber(text));
  } else {
    const found = await showFound(text);
    if (!found.length) {
      throw new Refused(text ? "nobody" : "nothing_asked");
    }
    if (found.length === 1) {
      one(list, "a").focus(); // of several, a hand chooses
    }
  }
}

/** @param {Event} event */
async function submit(event) {
  event.preventDefault();
  const text = field.value.trim();
  showRefusal(room, null);
  field.value = "";
  try {
    await find(text);
  } catch (refused) {
    // a scanner is heard in every room, and what it read wrong is said here
    pending = { refused, text: looksLikeCode(text) ? "" : text };
    if (room.hidden) {
      go("start");
    } else {
      showPending();
    }
  }
}

/**
 * why somebody cannot be weighed for, once the start is open
 * @param {unknown} refused
 */
export function sayAtStart(refused) {
  pending = { refused, text: "" };
}

function showPending() {
  showRefusal(room, pending.refused);
  field.value = pending.text;
  field.focus();
  field.select();
  pending = { refused: null, text: "" };
}

/**
 * opened by its number, from the list of names or a link
 * @param {string} number
 * @returns {Promise<Person>}
 */
export async function personOf(number) {
  const member = await byNumber(number);
  return member ? knownMember(member, { member: number }) : strangerByNumber(number);
}

/** @param {() => Promise<string | null>} refresh */
export function openStart(refresh) {
  form.addEventListener("submit", submit);
  field.addEventListener("input", () => {
    showRefusal(room, null);
    const text = field.value.trim();
    const isName = !looksLikeCode(text) && !/^[0-9]/.test(text) && text.length > 1;
    showFound(isName ? text : "");
  });
  offerEye({
    key: one(form, "[data-camera]"),
    video: /** @type {HTMLVideoElement} */ (one(form, "video")),
    onCode: (code) => {
      field.value = code;
      form.requestSubmit ? form.requestSubmit() : one(form, "[type=submit]").click();
    },
    onBlind: () => showRefusal(room, new Refused("blind")),
    say: (name) => {
      one(form, "[data-eye-says]").textContent = name ? word(name) : "";
      one(form, "[data-eye-says]").hidden = !name;
    },
  });
  onEnter("start", async () => {
    await showFound("");
    showPending();
    return refresh();
  });
}
