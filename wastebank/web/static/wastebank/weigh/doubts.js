// Lines far from usual: each is asked about once, and what somebody said is right stays right.

import { fieldOf } from "../common/dom.js";
import { fill, showAmount } from "../common/locale.js";
import { isFarFromUsual, mark } from "./reading.js";

export class Doubts {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.field = fieldOf(form, "[data-sure-of]");
    this.sure = new Set(this.field.value.split(" ").filter(Boolean));
  }

  /** @param {ReadLine[]} lines */
  among(lines) {
    return lines.filter((line) => isFarFromUsual(line) && !this.sure.has(mark(line)));
  }

  /** @param {string[]} marks */
  settle(marks) {
    marks.forEach((each) => this.sure.add(each));
  }

  forget() {
    this.sure = new Set();
  }

  // the form as it goes to the server
  seal() {
    this.field.value = Array.from(this.sure).join(" ");
  }
}

/**
 * @param {ReadLine} line
 * @param {Say} say
 */
export function askAbout(line, say) {
  const { name, unit, usual } = line.material;
  const [amount, most] = [showAmount(line.amount, unit), showAmount(usual || 0, unit)];
  return fill(say.sayOdd, { amount, name, usual: most });
}
