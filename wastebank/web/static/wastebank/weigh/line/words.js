// What a line of waste is called in words: what is wrong with it, and what left the scale again.

import { fill, per, showAmount, showPrice, showTimes, wordsAmount } from "../../common/locale.js";
import { GRAM } from "../../common/units.js";

/**
 * what a price is for, and where it ends
 * @param {Material} material
 * @param {Say} say
 */
export function askTerms({ most, unit }, say) {
  return most === null ? per(unit) : fill(say.sayDear, { text: showPrice(most, unit) });
}

/**
 * the weight in words, or why there is none
 * @param {Reading} found
 * @param {{ chosen: boolean, exact: string }} line
 * @param {Say} say
 */
export function sentence(found, { chosen, exact }, say) {
  if (found.reason === "empty") {
    return chosen ? say.sayEmpty : "";
  }
  if (found.reason) {
    const words = say[`say${camel(found.reason)}`] || "";
    const facts = { text: found.text || "", hint: found.hint };
    return fill(found.hint ? say.sayAmbiguousHint : words, facts);
  }
  const words = wordsAmount(found.amount, found.material.unit);
  return exact ? `${words} · ${say.sayFromScale}` : words;
}

/**
 * what left the scale again, in words: "2,500 kg − 0,300 tara − 0,200 basah"
 * @param {ReadLine} found
 * @param {Say} say
 */
export function showTerms(found, say) {
  const unit = found.material.unit;
  const parts = [showTimes(found.amount, unit, found.price)];
  if (found.tare) {
    parts.push(fill(say.sayLessTare, { amount: showAmount(found.tare, unit) }));
  }
  if (found.rejected) {
    const why = say[`sayWhy${camel(found.why)}`];
    parts.push(fill(say.sayLessRejected, { amount: showAmount(found.rejected, unit), why }));
  }
  if (found.source === "scale") {
    parts.push(say.sayFromScale);
  } else if (say.cable && unit === GRAM) {
    parts.push(say.sayTyped); // where a scale is connected, a typed weight stands out
  }
  return parts.join(" · ");
}

/** @param {string} reason */
export function camel(reason) {
  return reason.replace(/(^|_)(\w)/g, (_whole, _gap, letter) => letter.toUpperCase());
}
