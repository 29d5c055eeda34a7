// Lines far from usual: each is asked about once, and what somebody said is right stays right.

import { fieldOf, linkOf, one } from "../common/dom.js";
import { fill, showAmount } from "../common/locale.js";
import { isFarFromUsual, mark } from "./reading.js";

export class Doubts {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    const said = fieldOf(form, "[data-sure-of]").value;
    this.sure = new Set(said.split(" ").filter(Boolean));
  }

  /** @param {ReadLine[]} lines */
  among(lines) {
    return lines.filter((line) => isFarFromUsual(line) && !this.sure.has(mark(line)));
  }

  /** @param {string[]} marks */
  settle(marks) {
    marks.forEach((each) => this.sure.add(each));
  }

  // as the server reads it
  said() {
    return Array.from(this.sure).join(" ");
  }

  /**
   * Whether a hand has answered, while these were asked once more, what is doubted: what was said
   * to be sure when they were asked is not all that is sure by now.
   * @param {string} said
   * @param {{ mark?: string }[]} [doubts]
   */
  answeredSince(said, doubts = []) {
    const isSure = doubts.every(({ mark = "" }) => this.sure.has(mark));
    return doubts.length > 0 && isSure && said !== this.said();
  }

  forget() {
    this.sure = new Set();
  }
}

/**
 * @param {ReadLine} line
 * @param {Say} say
 */
export function askAbout(line, say) {
  const { name, unit, usual } = line.material;
  return askIn({ name, unit, usual: usual || 0, amount: line.amount }, say);
}

/**
 * @param {Doubt} doubt
 * @param {Say} say
 */
export function askIn({ name, unit, usual, amount }, say) {
  const facts = { amount: showAmount(amount, unit), name, usual: showAmount(usual, unit) };
  return fill(say.sayOdd, facts);
}

/**
 * A question has its answer; a refusal is none, and has a code for a call to support, and for who
 * is signed out a way on.
 * @param {HTMLElement} note
 * @param {{ text: string, ask: boolean, code: string, why: string }} told
 */
export function showWarning(note, { text, ask, code, why }) {
  note.hidden = !text;
  one(note, "[data-warning-says]").textContent = text;
  one(note, "[data-sure]").hidden = !ask;
  const way = linkOf(note, "[data-sign-in]");
  one(note, ".note").className = `note has-key is-${code || why ? "stop" : "wait"}`;
  one(note, "[data-warning-code]").textContent = code;
  way.hidden = !["signed_out", "other_person"].includes(why);
  if (!way.hidden) {
    way.href = `/login/?next=${encodeURIComponent(location.pathname + location.hash)}`;
  }
}
