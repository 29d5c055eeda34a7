// What the pages say. Every sentence was put on the page by the server, in the page's language;
// a script only chooses one and fills in its facts.

import { every } from "../common/dom.js";
import { fill, showNumber } from "../common/locale.js";

const said = new Map();
for (const item of every(document, "[data-word]")) {
  said.set(item.dataset.word, item.textContent.trim());
}

/**
 * @param {string} name
 * @param {Facts} [facts]
 */
export function word(name, facts = {}) {
  // "Siti R." may end a sentence
  return fill(said.get(name) || name, facts).replace(/\.\.$/, ".");
}

/** @param {string} name */
export function hasWord(name) {
  return said.has(name);
}

/**
 * "1 deposit", "3 deposits": the page holds both
 * @param {string} name
 * @param {number} count
 * @param {Facts} [facts]
 */
export function counted(name, count, facts = {}) {
  const form = count === 1 ? `${name}_one` : `${name}_many`;
  return word(form, { count: showNumber(count), ...facts });
}
