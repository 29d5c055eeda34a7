// The weighing desk: tiles, scale, keypad, slip, sum. Two lines take nine taps or ten keys.
//
//   startWeighing(form, { member, materials, onRecord }) → { setMember, unsaved, clear, warn }
//
// `form` is the one that templates/counter/weigh/desk.html draws; it works with and without a
// server behind it, and everything it says stands in its data-say-… attributes. What the options
// mean stands at WeighingOptions in types.d.ts.

import { every, one, wordsOf } from "../common/dom.js";
import { fill } from "../common/locale.js";
import { askAbout, askIn, Doubts, showWarning } from "./doubts.js";
import { listenToHands } from "./hands.js";
import { showPerson } from "./person.js";
import { listenToScans, remembering, restore, tellLeftOut, together } from "./past.js";
import { connectScale } from "../scale/port.js";
import { asked, bySlug, mark, materialsOf, MOST_LINES, readLine, whole } from "./reading.js";
import { OpenLine } from "./line/open.js";
import { hangSlip } from "./slip.js";
import { showSum, totalOf } from "./sum.js";
import { layTiles, lightTile, offerMaterials } from "./tiles.js";

/**
 * @param {HTMLFormElement} form
 * @param {WeighingOptions} options
 */
export function startWeighing(form, options) {
  const desk = new Desk(form, options);
  desk.begin();
  return desk;
}

export class Desk {
  /**
   * @param {HTMLFormElement} form
   * @param {WeighingOptions} options
   */
  constructor(form, options) {
    this.form = form;
    this.options = options;
    this.say = wordsOf(form);
    this.given = options.materials || materialsOf(one(form, "select[name=material]"));
    this.materials = bySlug(this.given);
    this.scale = new OpenLine(form, this.materials, this.say);
    this.slip = hangSlip(form, this.materials, this.say);
    this.note = one(form, "[data-warning]");
    this.right = one(form, "[data-sure]");
    this.doubts = new Doubts(form);
    /** @type {TypedLine[]} */
    this.lines = [];
    this.past = remembering();
    this.balance = this.say.balance === "" ? null : Number(this.say.balance);
    this.leaving = false;
    this.asksToRecord = false;
    /** @type {string[]} what the server asked about */
    this.askedMarks = [];
  }

  counted() {
    const open = this.scale.read();
    const closed = this.lines.map((line) => readLine(line, this.materials));
    return whole([...closed, open]);
  }

  unsaved() {
    return this.lines.length > 0 || !this.scale.isEmpty();
  }

  doubtful() {
    return this.doubts.among(this.counted());
  }

  showSum() {
    showSum(this.form, this.say, this.counted(), this.balance);
  }

  tellChange() {
    const { onChange = () => {} } = this.options;
    onChange({ lines: this.lines, open: this.scale.line(), sure: Array.from(this.doubts.sure) });
  }

  /** @param {boolean} [arrived] */
  show(arrived = false) {
    lightTile(this.form, this.scale.slug);
    this.slip.show(this.lines, arrived);
    this.changed();
  }

  /**
   * @param {string} text
   * @param {boolean} [ask]
   * @param {{ code?: string, why?: string }} [refused]
   */
  warn(text, ask = false, { code = "", why = "" } = {}) {
    showWarning(this.note, { text, ask, code, why });
    this.askedMarks = [];
    this.leaving = false;
    this.asksToRecord = false;
  }

  // true when something was said
  warnOfOdd() {
    const odd = this.doubtful()[0];
    if (odd) {
      this.warn(askAbout(odd, this.say), true);
    }
    return Boolean(odd);
  }

  // --- doing ----------------------------------------------------------------------------------

  remember() {
    this.past.keep({ lines: this.lines, open: this.scale.line() });
  }

  // true when nothing half-written is left on the scale
  closeLine() {
    const open = this.scale.read();
    if (open.reason) {
      if (!this.scale.isEmpty()) {
        this.scale.comeBack(open.field);
      }
      return this.scale.isEmpty();
    }
    if (this.lines.length === MOST_LINES) {
      this.warn(fill(this.say.sayTooMany, { most: MOST_LINES }));
      return false;
    }
    this.lines = this.lines.concat(this.scale.line());
    this.scale.put(null);
    this.show(true);
    this.warnOfOdd();
    return true;
  }

  /** @param {string} slug */
  choose(slug) {
    this.remember();
    this.warn("");
    // an amount typed before its material waits for it; one that has its material is closed first
    if (this.scale.slug && !this.closeLine()) {
      return;
    }
    this.scale.slug = slug;
    this.show();
    this.scale.focus();
  }

  /** @param {string} key */
  press(key) {
    this.remember();
    this.warn("");
    if (key === "next") {
      this.closeLine();
    } else if (key === "tare" || key === "rejected") {
      this.scale.turnTo(key);
    } else {
      this.scale.type(key);
    }
    this.changed();
  }

  changed() {
    this.scale.show();
    this.showSum();
    this.tellChange();
  }

  /** @param {number} index */
  reopen(index) {
    this.remember();
    const line = this.lines[index];
    if (!this.closeLine()) {
      return;
    }
    this.lines = this.lines.filter((other) => other !== line);
    this.scale.put(line);
    this.show();
    this.scale.comeBack();
  }

  /** @param {number} index */
  drop(index) {
    this.remember();
    this.warn("");
    this.lines = this.lines.filter((_line, other) => other !== index);
    this.show();
    this.scale.focus();
  }

  // Enter closes the line; once nothing is open it records
  enter() {
    this.remember();
    if (this.scale.isEmpty() && (this.lines.length || !this.scale.slug)) {
      one(this.form, "[data-record]").click();
    } else if (this.closeLine()) {
      this.scale.focus();
    }
  }

  holdsBack() {
    const open = this.scale.read();
    if (!this.scale.isEmpty() && open.reason) {
      this.warn("");
      this.scale.comeBack(open.field);
      return true;
    }
    if (!this.counted().length) {
      this.warn(this.say.sayNothing);
      this.scale.focus();
      return true;
    }
    if (this.doubtful().length) {
      this.askToRecord();
      return true;
    }
    return false;
  }

  // a line that is asked about is closed: what is typed meanwhile is no part of it
  askToRecord() {
    if (this.scale.isEmpty() || this.closeLine()) {
      this.warnOfOdd();
      this.asksToRecord = true;
    }
  }

  // what was asked while recording is recorded by the answer
  isRight() {
    const recording = this.asksToRecord;
    this.doubts.settle([...this.doubtful().map(mark), ...this.askedMarks]);
    this.tellChange();
    this.warn("");
    this.scale.focus();
    if (recording) {
      one(this.form, "[data-record]").click();
    }
  }

  /** @param {Event} event */
  record(event) {
    event.preventDefault();
    if (!this.isBusy() && !this.holdsBack()) {
      this.hand();
    }
  }

  isBusy() {
    return this.form.hasAttribute("aria-busy");
  }

  /** @returns {Promise<void>} */
  async hand() {
    this.form.setAttribute("aria-busy", "true");
    const read = this.counted();
    const [total, sure] = [totalOf(read), this.doubts.said()];
    try {
      await this.options.onRecord({ lines: read.map(asked), total, sure });
      this.clear();
    } catch (/** @type {any} */ problem) {
      if (this.doubts.answeredSince(sure, problem.doubts)) {
        return this.hand();
      }
      this.refuse(problem);
    }
    this.form.removeAttribute("aria-busy");
  }

  /** @param {RowProblem} problem */
  refuse(problem) {
    const doubts = problem.doubts || [];
    if (doubts.length) {
      const open = this.scale.read();
      if (!open.reason && doubts.some((each) => each.mark === mark(open))) {
        this.closeLine(); // what is typed meanwhile is no part of it
      }
      this.warn(askIn(doubts[0], this.say), true);
      this.askedMarks = doubts.map((each) => each.mark || "");
      this.asksToRecord = true;
    } else {
      this.warn(problem.message, false, problem);
    }
  }

  clear() {
    this.lines = [];
    this.past = remembering();
    this.doubts.forget();
    this.scale.put(null);
    this.warn("");
    this.show();
  }

  /** @param {AtTheScale} member */
  setMember(member) {
    this.balance = showPerson(this.form, member);
    this.showSum();
  }

  /** @param {Event} event */
  leave(event) {
    if (this.unsaved() && !this.leaving && !this.isBusy()) {
      event.preventDefault();
      this.warn(this.say.sayUnsaved);
      this.leaving = true;
    }
  }

  /**
   * a card at any moment: at an empty scale it is the next member, else this deposit goes first
   * @param {CustomEvent<Scan>} event
   */
  meet(event) {
    restore(this, event.detail.began);
    if (this.unsaved()) {
      event.preventDefault();
      this.warn(this.say.sayUnsavedScan);
    }
  }

  // --- beginning ------------------------------------------------------------------------------

  begin() {
    if (this.options.materials) {
      layTiles(this.form, this.given, this.say);
    }
    if (this.options.member) {
      this.balance = showPerson(this.form, this.options.member);
    }
    this.listen();
    offerMaterials(this.form, this.given, this.say, (slug) => this.choose(slug));
    this.takeOver();
    this.form.dataset.ready = "yes";
  }

  /** @param {number} grams */
  takeWeight(grams) {
    this.remember();
    this.warn("");
    this.scale.takeWeight(grams);
    this.changed();
    this.scale.focus();
  }

  listen() {
    this.scale.listen(
      () => this.remember(),
      () => {
        this.warn("");
        this.changed();
      },
    );
    listenToHands(this.form, this.scale, this);
    this.right.addEventListener("click", () => this.isRight());
    this.form.addEventListener("submit", (event) => this.record(event));
    for (const escape of every(this.form, "[data-escape]")) {
      escape.addEventListener("click", (event) => this.leave(event));
    }
    listenToScans(this);
    window.addEventListener("pageshow", () => this.form.removeAttribute("aria-busy"));
    connectScale(this.form, {
      take: (grams) => this.takeWeight(grams),
      warn: (text) => this.warn(text),
      canTake: () => this.scale.isWeighed,
      offered: () => this.scale.show(),
    });
  }

  /**
   * what was typed here before, with whatever was typed meanwhile behind it
   * @param {DeskMoment} draft
   */
  putBack(draft) {
    const stands = { lines: this.lines, open: this.scale.line() };
    const { lines, open } = together(draft, stands, this.materials);
    this.lines = lines;
    this.scale.put(open);
    this.doubts.settle(draft.sure);
    this.show();
    tellLeftOut(this, draft);
  }

  // what the server sent back, with everything typed kept
  takeOver() {
    for (const line of this.slip.standing()) {
      if (!readLine(line, this.materials).reason) {
        this.lines.push(line);
      } else if (this.materials[line.slug] && this.scale.isEmpty()) {
        this.scale.put(line);
      }
    }
    this.show();
    // a phone would cover the keys on the page with its own
    if (window.matchMedia("(pointer: coarse)").matches) {
      this.scale.quiet();
    } else {
      this.scale.focus();
    }
  }
}
