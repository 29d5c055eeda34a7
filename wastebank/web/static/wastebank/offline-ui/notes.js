// What the pages say in a box: news, and what was refused, where it was pressed.

import { copyFrom, datum, one } from "../common/dom.js";
import { NoAnswer } from "../common/answer.js";
import { isSignedOut } from "../offline/device.js";
import { showMoment } from "./moments.js";
import { hasWord, word } from "./words.js";

const shell = one(document, "[data-shell]");
// What comes to this device again as soon as somebody may fetch it.
const FETCHED = ["snapshot_missing", "snapshot_too_old"];
const SENTENCE_END = /^(.*?[.?!])\s+(.*)$/s;

/**
 * a sign of the sprite, in a part that was copied from a template
 * @param {Element} part
 * @param {string} sign
 */
export function setSign(part, sign) {
  one(part, "use").setAttribute("href", `${datum(shell, "sprite")}#${sign}`);
}

/** @param {string} id */
export function copyOf(id) {
  return copyFrom(document, `#${id}`);
}

/**
 * { state, sign, head, rest, code, link: { href, word }, button: { word, run } }
 * @param {Notice} options
 */
export function makeNote({ state, sign, head, rest = "", code = "", link, button }) {
  const note = copyOf("note");
  if (state) {
    note.classList.add(`is-${state}`);
  }
  setSign(note, sign);
  one(note, "[data-head]").textContent = head;
  one(note, "[data-rest]").textContent = rest;
  const element = one(note, "[data-code]");
  element.textContent = code;
  element.hidden = !code;
  note.classList.toggle("has-key", Boolean(link || button));
  if (link) {
    note.append(keyOf("a", link.word, { href: link.href }));
  }
  if (button) {
    const key = keyOf("button", button.word, { type: "button" });
    key.addEventListener("click", button.run);
    note.append(key);
  }
  return note;
}

/**
 * @param {string} tag
 * @param {string} text
 * @param {Record<string, string>} given
 */
function keyOf(tag, text, given) {
  const key = document.createElement(tag);
  key.className = "btn is-plain";
  key.textContent = text;
  for (const [name, value] of Object.entries(given)) {
    key.setAttribute(name, value);
  }
  return key;
}

/**
 * the sentence about what went wrong: ours for what this device refuses, the server's for its own
 * @param {any} problem
 * @returns {string}
 */
export function sentenceOf(problem) {
  if (problem instanceof NoAnswer) {
    return word("no_answer");
  }
  const facts = problem.facts || {};
  const code = wordFor(problem.code || "");
  return hasWord(code) ? word(code, readable(facts)) : facts.message || word("unknown_refusal");
}

/**
 * With a network and nobody signed in, looking for a network does not help.
 * @param {string} code
 */
function wordFor(code) {
  return FETCHED.includes(code) && isSignedOut() ? `${code}_out` : code;
}

/**
 * The same as an error of a desk, which shows the way to sign in where that is what helps.
 * @param {any} problem
 * @returns {Error}
 */
export function explained(problem) {
  const isOut = FETCHED.includes(problem.code) && isSignedOut();
  return Object.assign(new Error(sentenceOf(problem)), isOut ? { why: "signed_out" } : {});
}

/** The way to sign in, and back to what stands here. */
export function signInKey() {
  const here = location.pathname + location.hash;
  return { href: `/login/?next=${encodeURIComponent(here)}`, word: word("sign_in_key") };
}

/**
 * moments come as numbers, since what refuses knows no language
 * @param {Facts} facts
 * @returns {Facts}
 */
function readable(facts) {
  const shown = { ...facts };
  for (const name of ["here", "there"]) {
    if (typeof facts[name] === "number") {
      shown[name] = showMoment(new Date(facts[name]));
    }
  }
  return shown;
}

/**
 * @param {HTMLElement} room
 * @param {any} problem
 */
export function showRefusal(room, problem) {
  const element = one(room, "[data-refusal]");
  if (!problem) {
    element.hidden = true;
    element.textContent = "";
    return;
  }
  const sentence = splitSentence(sentenceOf(problem));
  const code = problem.code || "";
  const link = code === "sign_in_needed" ? signInKey() : undefined;
  const note = makeNote({ state: "stop", sign: "awas", ...sentence, code, link });
  note.setAttribute("role", "alert");
  element.textContent = "";
  element.append(note);
  element.hidden = false;
}

/**
 * @param {string} said
 * @returns {{ head: string, rest: string }}
 */
export function splitSentence(said) {
  const [, head, rest] = SENTENCE_END.exec(said) || [said, said, ""];
  return { head, rest };
}

/**
 * heard by those who do not see the page, once, without moving the cursor
 * @param {string} text
 */
export function announce(text) {
  const element = one(document, "[data-said]");
  element.textContent = "";
  setTimeout(() => {
    element.textContent = text;
  }, 50);
}
