// What the pages say in a box: news, and what was refused, where the act was.

import { NoAnswer } from "../offline/net.js";
import { hasWord, word } from "./words.js";

const shell = document.querySelector("[data-shell]");
const SENTENCE_END = /^(.*?[.?!])\s+(.*)$/s;

// a sign of the sprite, in a part that was copied from a template
export function setSign(part, sign) {
  part.querySelector("use").setAttribute("href", `${shell.dataset.sprite}#${sign}`);
}

export function copyOf(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

// { state, sign, head, rest, code, link: { href, word }, act: { word, run } }
export function makeNote({ state, sign, head, rest = "", code = "", link = null, act = null }) {
  const note = copyOf("note");
  if (state) {
    note.classList.add(`is-${state}`);
  }
  setSign(note, sign);
  note.querySelector("[data-head]").textContent = head;
  note.querySelector("[data-rest]").textContent = rest;
  const place = note.querySelector("[data-code]");
  place.textContent = code;
  place.hidden = !code;
  note.classList.toggle("has-key", Boolean(link || act));
  if (link) {
    note.append(keyOf("a", link.word, { href: link.href }));
  }
  if (act) {
    const key = keyOf("button", act.word, { type: "button" });
    key.addEventListener("click", act.run);
    note.append(key);
  }
  return note;
}

function keyOf(tag, text, given) {
  const key = document.createElement(tag);
  key.className = "btn is-plain";
  key.textContent = text;
  for (const [name, value] of Object.entries(given)) {
    key.setAttribute(name, value);
  }
  return key;
}

// the sentence about what went wrong: ours for what this device refuses, the server's for its own
export function sentenceOf(problem) {
  if (problem instanceof NoAnswer) {
    return word("no_answer");
  }
  const facts = problem.facts || {};
  const code = problem.code || "";
  return hasWord(code) ? word(code, facts) : facts.message || word("unknown_refusal");
}

export function showRefusal(room, problem) {
  const place = room.querySelector("[data-refusal]");
  if (!problem) {
    place.hidden = true;
    place.textContent = "";
    return;
  }
  const told = splitSentence(sentenceOf(problem));
  const note = makeNote({ state: "stop", sign: "awas", ...told, code: problem.code || "" });
  note.setAttribute("role", "alert");
  place.textContent = "";
  place.append(note);
  place.hidden = false;
}

export function splitSentence(said) {
  const [, head, rest] = SENTENCE_END.exec(said) || [said, said, ""];
  return { head, rest };
}

// heard by those who do not see the page, once, without moving the cursor
export function announce(text) {
  const place = document.querySelector("[data-said]");
  place.textContent = "";
  setTimeout(() => {
    place.textContent = text;
  }, 50);
}
