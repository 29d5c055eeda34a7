// What the pages say. Every sentence was put on the page by the server, in the page's language;
// a script only chooses one and fills in its facts.

import { fill, showNumber } from "../locale.js";

const said = new Map();
for (const item of document.querySelectorAll("[data-word]")) {
  said.set(item.dataset.word, item.textContent.trim());
}

export function word(name, facts = {}) {
  // "Siti R." may end a sentence
  return fill(said.get(name) || name, facts).replace(/\.\.$/, ".");
}

export function hasWord(name) {
  return said.has(name);
}

// "1 deposit", "3 deposits": the page holds both
export function counted(name, count, facts = {}) {
  const form = count === 1 ? `${name}_one` : `${name}_many`;
  return word(form, { count: showNumber(count), ...facts });
}
