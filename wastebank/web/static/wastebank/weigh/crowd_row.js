// One member of the table: what was typed for them, and what became of it.

import { buttonOf, choiceOf, copyFrom, datum, every, fieldOf, one } from "../common/dom.js";
import { newKey } from "../common/key.js";
import { searchForm } from "../common/names.js";
import { fill, per, showAmount, showPaid, showRupiah, wordsAmount } from "../common/locale.js";
import { asked, emptyLine, isFarFromUsual, mark, readLine, whole } from "./reading.js";
import { totalOf } from "./sum.js";
import { camel } from "./line/words.js";

export class CrowdRow {
  /**
   * @param {HTMLElement} seat
   * @param {import("./group.js").Crowd} crowd
   */
  constructor(seat, crowd) {
    this.seat = seat;
    this.crowd = crowd;
    this.number = datum(seat, "row");
    this.name = one(seat, "[data-row-name]").textContent;
    this.find = ` ${searchForm(`${this.name} ${this.number}`)}`;
    this.list = one(seat, "[data-crowd-lines]");
    this.says = one(seat, "[data-row-says]");
    this.right = one(seat, "[data-row-right]");
    this.worthCell = one(seat, "[data-row-worth]");
    const given = fieldOf(seat, "[data-row-key]").value;
    this.key = given || newKey();
    this.sure = new Set();
    this.state = seat.classList.contains("is-done") ? "done" : "open";
    this.recorded = 0;
    /** @type {RowDeposit | null} what was sent and not answered: it may be recorded already */
    this.sent = null;
    this.lines().forEach((line) => this.equip(line));
  }

  // --- reading ----------------------------------------------------------------------------------

  lines() {
    return every(this.list, ".crowd-line");
  }

  /**
   * @param {HTMLElement} line
   * @returns {TypedLine}
   */
  typed(line) {
    const kind = fieldOf(line, "[data-kind]").value || this.crowd.common.value;
    const text = fieldOf(line, "[data-crowd-weight]").value;
    const price = fieldOf(line, "[data-crowd-price]").value;
    return { ...emptyLine(), slug: text ? kind : "", text, price };
  }

  read() {
    const { materials } = this.crowd;
    return this.lines()
      .map((line) => this.typed(line))
      .filter((line) => line.text)
      .map((line) => readLine(line, materials));
  }

  isOpen() {
    return this.state === "open";
  }

  isDone() {
    return this.state === "done";
  }

  isOnItsWay() {
    return this.state === "going";
  }

  isEmpty() {
    return this.isOpen() && this.read().length === 0;
  }

  isTyped() {
    return !this.isDone() && this.read().length > 0;
  }

  worth() {
    if (this.isDone()) {
      return this.recorded;
    }
    return this.read().reduce((sum, read) => sum + (read.reason ? 0 : read.rupiah), 0);
  }

  // --- showing ----------------------------------------------------------------------------------

  /**
   * @param {string} text
   * @param {string} [state]
   */
  tell(text, state = "") {
    this.says.textContent = text;
    this.seat.classList.toggle("is-bad", state === "bad");
    this.seat.classList.toggle("is-odd", state === "odd");
    this.right.hidden = state !== "odd";
  }

  changed() {
    this.showAsked();
    const read = this.read();
    const wrong = read.find((line) => line.reason);
    if (wrong && wrong.reason) {
      this.tell(this.sentence(wrong), "bad");
    } else {
      const amounts = whole(read).map((line) => wordsAmount(line.amount, line.material.unit));
      this.tell(amounts.join(" + "));
    }
    this.worthCell.textContent = this.worth() ? showRupiah(this.worth()) : "";
  }

  /** @param {UnreadLine} found */
  sentence(found) {
    const { say } = this.crowd;
    const facts = { text: found.text || "", hint: found.hint };
    return fill(found.hint ? say.sayAmbiguousHint : say[`say${camel(found.reason)}`] || "", facts);
  }

  /**
   * Where this row is gone on with: a price it still asks for, else the last weight. What stands
   * there is chosen as a whole: what is typed now takes its place.
   */
  focus() {
    const field = this.priceToAsk() || every(this.list, "[data-crowd-weight]").pop();
    if (field) {
      field.focus();
      /** @type {HTMLInputElement} */ (field).select();
      this.seat.scrollIntoView({ block: "center" });
    }
  }

  /** Where a row that was not recorded waits: at what it asks, where no figure changes a weight. */
  focusOnWhy() {
    if (this.seat.classList.contains("is-odd")) {
      this.says.focus({ preventScroll: true });
      this.seat.scrollIntoView({ block: "center" });
    } else {
      this.focus();
    }
  }

  /**
   * The empty field for a price of what is weighed already.
   * @returns {HTMLElement | undefined}
   */
  priceToAsk() {
    const wrong = this.read().find((line) => line.reason);
    const isPrice = wrong && wrong.reason && wrong.field === "price";
    const asked = isPrice ? every(this.list, "[data-crowd-price]:not([hidden])") : [];
    return asked.find((each) => !(/** @type {HTMLInputElement} */ (each).value));
  }

  /** @param {string} name */
  nameCommon(name) {
    for (const blank of every(this.list, '[data-kind] option[value=""]')) {
      blank.textContent = name;
    }
    this.showAsked();
    if (this.isTyped()) {
      this.changed();
    }
  }

  // --- doing ------------------------------------------------------------------------------------

  /**
   * every material the place takes; the first says what most bring
   * @param {HTMLElement} line
   */
  equip(line) {
    const { say, given, common } = this.crowd;
    const kind = choiceOf(line, "[data-kind]");
    const kept = kind.value;
    while (kind.options.length > 1) {
      kind.remove(1);
    }
    for (const material of given) {
      kind.append(new Option(material.name, material.slug));
    }
    kind.value = kept;
    const most = common.selectedOptions[0];
    kind.options[0].textContent = most ? most.text : "";
    kind.setAttribute("aria-label", fill(say.sayKindOf, { name: this.name }));
    const weight = one(line, "[data-crowd-weight]");
    weight.setAttribute("aria-label", fill(say.sayWeightOf, { name: this.name }));
    const price = one(line, "[data-crowd-price]");
    price.setAttribute("aria-label", fill(say.sayPriceOf, { name: this.name }));
    this.showAsked();
  }

  // a price is asked for by the line whose material has none, and says what it is for
  showAsked() {
    const { materials, common } = this.crowd;
    for (const line of this.lines()) {
      const field = fieldOf(line, "[data-crowd-price]");
      const material = materials[fieldOf(line, "[data-kind]").value || common.value];
      field.hidden = !material || material.price !== null;
      field.placeholder = field.hidden ? "" : `Rp${per(material.unit)}`;
      if (field.hidden) {
        field.value = "";
      }
    }
  }

  /**
   * the key under which this row may have been sent before
   * @param {string} key
   */
  take(key) {
    if (this.isOpen()) {
      this.key = key;
    }
  }

  addLine() {
    const line = copyFrom(this.crowd.root, "[data-crowd-line-pattern]");
    this.list.append(line);
    this.equip(line);
    one(line, "[data-kind]").focus();
  }

  isRight() {
    whole(this.read()).forEach((read) => this.sure.add(mark(read)));
  }

  /** @param {Doubt} options */
  doubt({ amount, unit, name, usual }) {
    const facts = { amount: showAmount(amount, unit), name, usual: showAmount(usual, unit) };
    this.tell(fill(this.crowd.say.sayOdd, facts), "odd");
  }

  // true when nothing keeps it from being recorded
  seal() {
    const read = this.read();
    if (!this.isOpen() || !read.length || read.some((line) => line.reason)) {
      return false;
    }
    const odd = !this.sent &&
      whole(read).find((line) => isFarFromUsual(line) && !this.sure.has(mark(line)));
    if (odd) {
      const { name, unit, usual } = odd.material;
      this.doubt({ amount: odd.amount, unit, name, usual: usual || 0 });
      return false;
    }
    this.state = "going";
    this.tell(this.crowd.say.saySending);
    this.lock(true);
    return true;
  }

  /** @param {boolean} on */
  lock(on) {
    const fields = every(this.seat, "select, input, button");
    for (const field of /** @type {HTMLInputElement[]} */ (fields)) {
      field.disabled = on;
      field.readOnly = false;
    }
  }

  /** @param {(deposit: RowDeposit) => Promise<RowReceipt>} onRecord */
  async hand(onRecord) {
    const deposit = this.sent || this.deposit();
    try {
      const receipt = await onRecord(deposit);
      this.finish(receipt, receipt.total === undefined ? deposit.total : receipt.total);
    } catch (problem) {
      this.state = "open";
      this.refuse(problem, deposit);
    }
  }

  /** @returns {RowDeposit} */
  deposit() {
    const read = whole(this.read());
    const total = totalOf(read);
    const sure = Array.from(this.sure).join(" ");
    return { key: this.key, member: this.number, lines: read.map(asked), total, sure };
  }

  /**
   * A refusal that rests on state is the key's answer too: the next press is another act. Where
   * there was no answer the row stays as it was sent, and the next press asks for that.
   * @param {any} problem
   * @param {RowDeposit} deposit
   */
  refuse(problem, deposit) {
    const isUnknown = problem.why === "no_answer" || problem.code === "key_reused";
    this.sent = isUnknown ? deposit : problem.answered ? null : this.sent;
    this.lock(false);
    if (this.sent) {
      this.hold();
    }
    if (problem.doubts && problem.doubts.length) {
      this.doubt(problem.doubts[0]);
      return;
    }
    if (problem.answered) {
      this.key = newKey();
    }
    this.tell(problem.message, "bad");
    this.crowd.offerSignIn(["signed_out", "other_person"].includes(problem.why));
  }

  // it may be recorded as it stands: nothing of it is changed before the server has said so
  hold() {
    for (const field of every(this.list, "select")) {
      /** @type {HTMLSelectElement} */ (field).disabled = true;
    }
    for (const field of every(this.list, "input")) {
      /** @type {HTMLInputElement} */ (field).readOnly = true;
    }
    buttonOf(this.seat, "[data-line-more]").disabled = true;
  }

  /**
   * @param {RowReceipt} receipt
   * @param {number} total
   */
  finish(receipt, total) {
    const { say } = this.crowd;
    this.state = "done";
    this.sent = null;
    this.recorded = total;
    this.crowd.offerSignIn(false);
    this.tell(`${receipt.number || ""} ${receipt.said || say.sayRecorded}`.trim());
    this.seat.classList.add("is-done");
    this.list.textContent = "";
    one(this.seat, ".crowd-keys").hidden = true;
    this.worthCell.textContent = "";
    const sum = document.createElement(receipt.receipt ? "a" : "b");
    if (receipt.receipt) {
      sum.setAttribute("href", receipt.receipt);
    }
    sum.textContent = showPaid(total);
    this.worthCell.append(sum);
  }
}
