// Who pays which part of a visit, as the server's quote says: a row for each payer, and the ribbon.

import { datum, every, one } from "../wastebank/common/dom.js";
import { showNumber, showRupiah } from "../wastebank/common/locale.js";
import { drawRibbon } from "../wastebank/weigh/ribbon.js";

/**
 * The first payer's row always stands; of the others those that pay something.
 * @param {HTMLElement} form
 * @param {[string, number][]} shares
 */
export function showShares(form, shares) {
  const sums = new Map(shares);
  /** @type {string[]} */
  const words = [];
  every(form, "[data-payer]").forEach((row, index) => {
    const sum = sums.get(datum(row, "payer")) || 0;
    one(row, "output").textContent = showNumber(sum);
    row.hidden = !sum && index > 0;
    if (!row.hidden) {
      words.push(`${row.dataset.word} ${showRupiah(sum)}`);
    }
  });
  const ribbon = one(form, ".split .pita");
  ribbon.setAttribute("aria-label", words.join(", "));
  drawRibbon(
    ribbon,
    shares.filter(([, sum]) => sum > 0),
  );
}
