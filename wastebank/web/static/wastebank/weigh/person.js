// Who stands at the scale, written into the head of the desk: { number, name, balance }.
// A balance of null is not known here, as on a device without a network, and is not shown.

import { every, one } from "../common/dom.js";
import { showNumber, showPaid, showRupiah } from "../common/locale.js";

/** @param {string} name */
function initials(name) {
  const heads = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  return heads
    .filter((_head, index) => index === 0 || index === heads.length - 1)
    .map((head) => head[0].toUpperCase())
    .join("");
}

/**
 * @param {HTMLFormElement} form
 * @param {AtTheScale} member
 */
export function showPerson(form, member) {
  /**
   * @param {string} name
   * @param {string} text
   */
  const write = (name, text) => {
    for (const element of every(form, `[data-member-${name}]`)) {
      element.textContent = text;
    }
  };
  write("name", member.name);
  write("number", member.number);
  write("face", initials(member.name));
  const known = member.balance !== null;
  for (const element of every(form, "[data-member-worth]")) {
    element.hidden = !known;
    const sum = one(element, "[data-sum]");
    sum.textContent = member.balance === null ? "" : showRupiah(member.balance);
  }
  for (const element of every(form, "[data-then]")) {
    element.hidden = !known;
  }
  return known ? member.balance : null;
}

/**
 * Siti's next balance, wherever it stands
 * @param {HTMLFormElement} form
 * @param {number | null} balance
 * @param {number} total
 * @param {number} count of the lines
 */
export function showThen(form, balance, total, count) {
  for (const element of every(form, "[data-after]")) {
    element.textContent = balance === null ? "" : showRupiah(balance + total);
  }
  for (const element of every(form, "[data-total]")) {
    showBigSum(element, total, count);
  }
}

/**
 * a sum in the golden field; lines that come to nothing are taken, unpaid
 * @param {HTMLElement} element
 * @param {number} total
 * @param {number} count of the lines
 */
export function showBigSum(element, total, count) {
  const field = /** @type {HTMLElement} */ (element.parentElement);
  const isUnpaid = count > 0 && !total;
  field.classList.toggle("is-words", isUnpaid);
  one(field, "i").hidden = isUnpaid;
  element.textContent = isUnpaid ? showPaid(0) : showNumber(total);
}
