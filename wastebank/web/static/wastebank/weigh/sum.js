// What the lines come to: how many, their worth, the balance after, and the ribbon of families.

import { every, one } from "../common/dom.js";
import { fill } from "../common/locale.js";
import { drawRibbon } from "./ribbon.js";
import { showThen } from "./person.js";

/**
 * @param {HTMLFormElement} form
 * @param {Say} say
 * @param {ReadLine[]} lines
 * @param {number | null} balance
 */
export function showSum(form, say, lines, balance) {
  const total = totalOf(lines);
  const count = lines.length === 1 ? say.sayLine : say.sayLines;
  for (const element of every(form, "[data-count]")) {
    element.textContent = fill(count, { count: lines.length });
  }
  showThen(form, balance, total, lines.length);
  drawRibbon(one(form, "[data-ribbon]"), lines.map((line) => [line.material.family, line.rupiah]));
}

/**
 * What lines come to, in rupiah.
 * @param {{ rupiah: number }[]} lines
 */
export function totalOf(lines) {
  return lines.reduce((sum, line) => sum + line.rupiah, 0);
}
