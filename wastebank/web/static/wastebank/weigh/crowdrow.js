// One member of the table: what was typed for them, and what became of it.

import { fill, showAmount, showRupiah, wordsAmount } from "../locale.js";
import { newKey } from "./key.js";
import { asked, emptyLine, isFarFromUsual, mark, readLine } from "./reading.js";
import { camel } from "./scale.js";

export class CrowdRow {
  constructor(seat, crowd) {
    this.seat = seat;
    this.crowd = crowd;
    this.number = seat.dataset.row;
    this.name = seat.querySelector("[data-row-name]").textContent;
    this.find = ` ${this.name} ${this.number}`.toLowerCase();
    this.list = seat.querySelector("[data-crowd-lines]");
    this.says = seat.querySelector("[data-row-says]");
    this.right = seat.querySelector("[data-row-right]");
    this.worthCell = seat.querySelector("[data-row-worth]");
    const given = seat.querySelector("[data-row-key]").value;
    this.key = given || newKey();
    this.sure = new Set();
    this.state = seat.classList.contains("is-done") ? "done" : "open";
    this.recorded = 0;
    this.lines().forEach((line) => this.equip(line));
  }

  // --- reading ----------------------------------------------------------------------------------

  lines() {
    return Array.from(this.list.querySelectorAll(".crowd-line"));
  }

  typed(line) {
    const kind = line.querySelector("[data-kind]").value || this.crowd.common.value;
    const text = line.querySelector("[data-crowd-weight]").value;
    return { ...emptyLine(), slug: text ? kind : "", text };
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

  tell(text, state = "") {
    this.says.textContent = text;
    this.seat.classList.toggle("is-bad", state === "bad");
    this.seat.classList.toggle("is-odd", state === "odd");
    this.right.hidden = state !== "odd";
  }

  changed() {
    const read = this.read();
    const wrong = read.find((line) => line.reason);
    if (wrong) {
      this.tell(this.sentence(wrong), "bad");
    } else {
      this.tell(read.map((line) => wordsAmount(line.amount, line.material.unit)).join(" + "));
    }
    this.worthCell.textContent = this.worth() ? showRupiah(this.worth()) : "";
  }

  sentence(found) {
    const { say } = this.crowd;
    const facts = { text: found.text || "", hint: found.hint };
    return fill(found.hint ? say.sayAmbiguousHint : say[`say${camel(found.reason)}`] || "", facts);
  }

  focus() {
    const fields = this.list.querySelectorAll("[data-crowd-weight]");
    if (fields.length) {
      fields[fields.length - 1].focus();
      this.seat.scrollIntoView({ block: "center" });
    }
  }

  focusWrong() {
    if (this.right.hidden) {
      this.focus();
    } else {
      this.right.focus();
    }
  }

  nameCommon(name) {
    for (const blank of this.list.querySelectorAll('[data-kind] option[value=""]')) {
      blank.textContent = name;
    }
    if (this.isTyped()) {
      this.changed();
    }
  }

  // --- doing ------------------------------------------------------------------------------------

  // every material the place takes; the first says what most bring
  equip(line) {
    const { say, given, common } = this.crowd;
    const kind = line.querySelector("[data-kind]");
    const kept = kind.value;
    while (kind.options.length > 1) {
      kind.remove(1);
    }
    for (const material of given.filter((each) => each.price !== null)) {
      kind.append(new Option(material.name, material.slug));
    }
    kind.value = kept;
    const most = common.selectedOptions[0];
    kind.options[0].textContent = most ? most.text : "";
    kind.setAttribute("aria-label", fill(say.sayKindOf, { name: this.name }));
    const weight = line.querySelector("[data-crowd-weight]");
    weight.setAttribute("aria-label", fill(say.sayWeightOf, { name: this.name }));
  }

  addLine() {
    const pattern = this.crowd.root.querySelector("[data-crowd-line-pattern]");
    const line = pattern.content.firstElementChild.cloneNode(true);
    this.list.append(line);
    this.equip(line);
    line.querySelector("[data-kind]").focus();
  }

  isRight() {
    this.read()
      .filter((read) => !read.reason)
      .forEach((read) => this.sure.add(mark(read)));
  }

  doubt({ amount, unit, name, usual }) {
    const facts = { amount: showAmount(amount, unit), name, usual: showAmount(usual, unit) };
    this.tell(fill(this.crowd.say.sayOdd, facts), "odd");
  }

  // true when nothing keeps it from being recorded
  seal() {
    const read = this.read();
    const wrong = read.find((line) => line.reason);
    if (!this.isOpen() || !read.length || wrong) {
      return false;
    }
    const odd = read.find((line) => isFarFromUsual(line) && !this.sure.has(mark(line)));
    if (odd) {
      const { name, unit, usual } = odd.material;
      this.doubt({ amount: odd.amount, unit, name, usual });
      this.right.focus();
      return false;
    }
    this.state = "going";
    this.tell(this.crowd.say.saySending);
    this.lock(true);
    return true;
  }

  lock(on) {
    for (const field of this.seat.querySelectorAll("select, input, button")) {
      field.disabled = on;
    }
  }

  async hand(onRecord) {
    const read = this.read();
    const total = read.reduce((sum, line) => sum + line.rupiah, 0);
    const sure = Array.from(this.sure).join(" ");
    const { key, number } = this;
    try {
      const lines = read.map(asked);
      this.finish(await onRecord({ key, member: number, lines, total, sure }), total);
    } catch (problem) {
      this.state = "open";
      this.lock(false);
      this.refuse(problem);
    }
  }

  // a refusal that rests on state is the key's answer too: the next press is another act
  refuse(problem) {
    if (problem.doubts && problem.doubts.length) {
      this.doubt(problem.doubts[0]);
      return;
    }
    if (problem.answered) {
      this.key = newKey();
    }
    this.tell(problem.message, "bad");
  }

  finish(receipt, total) {
    const { say } = this.crowd;
    this.state = "done";
    this.recorded = total;
    this.tell(`${receipt.number || ""} ${say.sayRecorded}`.trim());
    this.seat.classList.add("is-done");
    this.list.textContent = "";
    this.seat.querySelector(".crowd-acts").hidden = true;
    this.worthCell.textContent = "";
    const sum = document.createElement(receipt.receipt ? "a" : "b");
    if (receipt.receipt) {
      sum.href = receipt.receipt;
    }
    sum.textContent = showRupiah(total);
    this.worthCell.append(sum);
  }
}
