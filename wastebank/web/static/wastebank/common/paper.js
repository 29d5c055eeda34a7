// A printer cuts where the page ends, and no browser makes a page as tall as what is on it: so the
// receipt is measured here. The rule goes into our own style sheet, which a strict content policy
// allows. A roll's width on the screen stands for its millimetres of paper.

import { every } from "./dom.js";

const SPARE_MILLIMETRES = 1;

const rolls = [...every(document, "[data-roll]")];
const sheet = [...document.styleSheets].find((each) => /\/joined\//.test(each.href || ""));

/** @param {CSSStyleSheet} sheet */
function fitPages(sheet) {
  const tallest = new Map();
  for (const roll of rolls) {
    const paper = Number(roll.dataset.roll);
    const { width, height } = roll.getBoundingClientRect();
    tallest.set(paper, Math.max((height * paper) / width, tallest.get(paper) || 0));
  }
  for (const [paper, height] of tallest) {
    const size = `${paper}mm ${Math.ceil(height + SPARE_MILLIMETRES)}mm`;
    sheet.insertRule(`@page roll${paper} { size: ${size}; margin: 0 }`, sheet.cssRules.length);
  }
}

/**
 * What was printed is counted. So the page prints once; one more is asked for, and is a copy.
 * @param {HTMLElement} element
 */
function markOut(element) {
  document.documentElement.classList.add("is-out");
  setTimeout(() => {
    element.hidden = true;
  });
}

const keys = every(document, "[data-once] [data-print]");
for (const link of every(document, "[data-once] a")) {
  link.addEventListener("click", () => markOut(link));
}
// Not every browser says when its print dialog was closed, and on a phone the page goes on beside
// an open one: so it is the beginning that counts. Old browsers tell neither.
if ("onbeforeprint" in window) {
  addEventListener("beforeprint", () => keys.forEach(markOut));
} else {
  keys.forEach((key) => key.addEventListener("click", () => markOut(key)));
}

if (rolls.length && sheet) {
  document.documentElement.classList.add("on-roll");
  document.fonts.ready.then(() => fitPages(sheet));
}
