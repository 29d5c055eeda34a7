// Many members in one table: a row each, each row its own deposit with its own key.
//
//   startGroup(root, { members, materials, onRecord, findCode });
//
// `root` is the form that templates/counter/group/desk.html draws. Without options the rows and the
// materials stand in it, and each row is sent to the server as soon as it is done.
//
// * `members`: [{ number, name }], `materials` as the weighing desk takes them (desk.js).
// * `onRecord(deposit)` answers a promise of { number, receipt }, the link left out if there is
//   none; rejected, its message stands in the row and nothing typed is lost. deposit = { key,
//   member, lines, total, sure } with lines as the weighing desk gives them.
// * `findCode(code)` answers a promise of the number of the member whose card was scanned.
// * `done`: { member number: { number, receipt, total } }, rows that were recorded before.
// * `onDone()` is called when a row was recorded or refused.
// * `keepsDraft`: whoever calls keeps what is typed, so that leaving loses nothing.
//
// Rows are recorded one after the other, in the order in which they were done, while the hand is
// already at the next: one refusal blocks nobody.

import {
  around,
  choiceOf,
  copyFrom,
  every,
  fieldOf,
  linkOf,
  maybe,
  one,
  targetOf,
  wordsOf,
} from "../common/dom.js";
import { saysYes } from "../common/deliberate.js";
import { fill } from "../common/locale.js";
import { soughtWords } from "../common/names.js";
import { showBigSum } from "./person.js";
import { CrowdRow } from "./crowd_row.js";
import { bySlug, materialsOf } from "./reading.js";
import { askWhose, sendRow } from "./row_post.js";

/**
 * @param {HTMLElement} root
 * @param {GroupOptions} [options]
 */
export function startGroup(root, options = {}) {
  const crowd = new Crowd(root, options);
  crowd.begin();
  return {
    unsaved: () => crowd.unsaved(),
    focusOn: (/** @type {string} */ number) => crowd.focusOn(number),
    keys: () => crowd.keys(),
    takeKey: (/** @type {string} */ number, /** @type {string} */ key) => {
      crowd.rows.filter((row) => row.number === number).forEach((row) => row.take(key));
    },
  };
}

export class Crowd {
  /**
   * @param {HTMLElement} root
   * @param {GroupOptions} options
   */
  constructor(root, options) {
    this.root = root;
    this.say = wordsOf(root);
    this.common = choiceOf(root, "[data-common]");
    this.body = one(root, "[data-rows]");
    this.filter = fieldOf(root, "[data-filter]");
    this.onRecord = options.onRecord || ((deposit) => sendRow(root, deposit));
    this.onDone = options.onDone || (() => {});
    this.findCode = options.findCode || ((code) => askWhose(root, code));
    if (options.materials) {
      this.offer(options.materials);
    }
    this.given = options.materials || materialsOf(this.common);
    this.materials = bySlug(this.given);
    if (options.members) {
      this.seat(options.members);
    }
    const seats = every(this.body, "[data-row]");
    this.rows = seats.map((seat) => new CrowdRow(seat, this));
    this.keepsDraft = Boolean(options.keepsDraft);
    for (const row of this.rows) {
      const done = (options.done || {})[row.number];
      if (done) {
        row.finish(done, done.total);
      }
    }
    this.queue = Promise.resolve();
  }

  // --- what a device knows ----------------------------------------------------------------------

  /** @param {Material[]} materials */
  offer(materials) {
    this.common.textContent = "";
    for (const material of materials) {
      this.common.append(new Option(material.name, material.slug));
    }
  }

  /** @param {{ number: string, name: string }[]} members */
  seat(members) {
    const none = maybe(this.root, "[data-no-rows]");
    this.body.textContent = "";
    for (const member of members) {
      const seat = copyFrom(this.root, "[data-row-pattern]");
      seat.dataset.row = member.number;
      one(seat, "[data-row-name]").textContent = member.name;
      one(seat, "[data-row-number]").textContent = member.number;
      this.body.append(seat);
    }
    if (none) {
      none.hidden = members.length > 0;
    }
  }

  // --- showing ----------------------------------------------------------------------------------

  show() {
    const done = this.rows.filter((row) => row.isDone());
    const waiting = this.rows.filter((row) => row.isTyped());
    const total = this.rows.reduce((sum, row) => sum + row.worth(), 0);
    const progress = fill(this.say.sayProgress, { done: done.length, all: this.rows.length });
    one(this.root, "[data-progress]").textContent = progress;
    showBigSum(one(this.root, "[data-total]"), total, done.length + waiting.length);
    const count = one(this.root, "[data-waiting]");
    count.textContent = waiting.length ? `(${waiting.length})` : "";
  }

  // the key of each row that is not done
  keys() {
    /** @type {Record<string, { key: string, weighedAt?: string }>} */
    const keys = {};
    for (const row of this.rows.filter((each) => each.isTyped())) {
      keys[row.number] = { key: row.key };
    }
    return keys;
  }

  unsaved() {
    return this.rows.some((row) => row.isTyped());
  }

  // --- doing ------------------------------------------------------------------------------------

  /**
   * true when it went on its way
   * @param {CrowdRow} row
   */
  record(row) {
    if (!row.seal()) {
      return false;
    }
    this.show();
    this.queue = this.queue.then(async () => {
      await row.hand(this.onRecord);
      this.show();
      this.onDone();
    });
    return true;
  }

  /** @param {CrowdRow} row */
  recordAndGoOn(row) {
    if (row.isEmpty() || this.record(row)) {
      this.goOn(row);
    } else {
      row.focusOnWhy();
    }
  }

  /**
   * Whoever enters is at the next member already, whatever this row still asks: nothing that is
   * typed now belongs to it. Only a price that was not typed yet is the next field of its own row.
   * @param {CrowdRow} row
   */
  enter(row) {
    if (!this.record(row) && row.priceToAsk()) {
      row.focus();
    } else {
      this.goOn(row);
    }
  }

  recordAll() {
    const typed = this.rows.filter((row) => row.isTyped() && !row.isOnItsWay());
    const stuck = typed.filter((row) => !this.record(row));
    if (stuck.length) {
      stuck[0].focusOnWhy();
    }
  }

  /** @param {CrowdRow} from */
  goOn(from) {
    const rest = this.rows.slice(this.rows.indexOf(from) + 1).filter((row) => row.isOpen());
    const next = rest.find((row) => !row.seat.hidden);
    if (next) {
      next.focus();
    } else {
      one(this.root, "[data-record-all]").focus();
    }
  }

  /** @param {string} number */
  focusOn(number) {
    const row = this.rows.find((each) => each.number === number);
    if (row) {
      this.narrow("");
      row.focus();
    }
    return Boolean(row);
  }

  /** @param {string} text */
  narrow(text) {
    const words = soughtWords(text);
    for (const row of this.rows) {
      row.seat.hidden = !words.every((word) => row.find.includes(` ${word}`));
    }
    this.filter.value = text;
  }

  /** @param {CustomEvent<Scan>} event */
  async meet(event) {
    if (!this.root.getClientRects().length) {
      return;
    }
    event.preventDefault();
    try {
      const number = await this.findCode(event.detail.code);
      if (!this.focusOn(number)) {
        this.tell(this.say.sayNobody);
      }
    } catch (/** @type {any} */ refused) {
      this.tell(refused.message);
    }
  }

  /** @param {string} text */
  tell(text) {
    one(this.root, "[data-progress]").textContent = text;
  }

  /**
   * the way on for who is signed out; it goes as soon as something is recorded
   * @param {boolean} isNeeded
   */
  offerSignIn(isNeeded) {
    const note = maybe(this.root, "[data-sign-in]");
    if (note && isNeeded) {
      const here = encodeURIComponent(location.pathname + location.search);
      linkOf(note, "a").href = `/login/?next=${here}`;
    }
    if (note) {
      note.hidden = !isNeeded;
    }
  }

  // --- hands ------------------------------------------------------------------------------------

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const row = this.rowOf(targetOf(event));
    if (row && saysYes(event, row.seat)) {
      return;
    }
    if (event.key !== "Enter" || around(event, "button, a")) {
      return;
    }
    event.preventDefault();
    if (event.target === this.filter) {
      const found = this.rows.find((each) => !each.seat.hidden && each.isOpen());
      if (found) {
        this.focusOn(found.number);
      }
    } else if (row) {
      this.enter(row);
    }
  }

  /**
   * A tap that comes to a weight chooses what stands there, one more puts the cursor into it.
   * @param {HTMLElement} field
   */
  cameTo(field) {
    if (field.matches("[data-crowd-weight]")) {
      const come = () => /** @type {HTMLInputElement} */ (field).select();
      field.addEventListener("click", come, { once: true });
      field.addEventListener("blur", () => field.removeEventListener("click", come), {
        once: true,
      });
    }
  }

  /** @param {Event} event */
  onClick(event) {
    const row = this.rowOf(targetOf(event));
    /** @param {string} name */
    const on = (name) => around(event, `[data-${name}]`);
    if (!row) {
      return;
    }
    if (on("row-record")) {
      this.recordAndGoOn(row);
    } else if (on("row-right")) {
      row.isRight();
      this.recordAndGoOn(row);
    } else if (on("line-more")) {
      row.addLine();
    }
    this.show();
  }

  /** @param {HTMLElement} target */
  rowOf(target) {
    const seat = target.closest("[data-row]");
    return seat ? this.rows.find((row) => row.seat === seat) : null;
  }

  begin() {
    this.root.addEventListener("keydown", (event) => this.onKey(event));
    this.root.addEventListener("click", (event) => this.onClick(event));
    this.root.addEventListener("input", (event) => this.onInput(event));
    this.root.addEventListener("focusin", (event) => this.cameTo(targetOf(event)));
    this.root.addEventListener("submit", (event) => {
      event.preventDefault();
      this.recordAll();
    });
    document.addEventListener("scan", (event) => this.meet(event));
    window.addEventListener("beforeunload", (event) => {
      if (this.unsaved() && !this.keepsDraft) {
        event.preventDefault();
      }
    });
    this.nameCommon();
    this.show();
    const first = this.rows.find((row) => row.isOpen());
    if (first) {
      first.focus();
    }
    this.root.dataset.ready = "yes";
  }

  /** @param {Event} event */
  onInput(event) {
    const row = this.rowOf(targetOf(event));
    if (event.target === this.filter) {
      this.narrow(this.filter.value);
    } else if (event.target === this.common) {
      this.nameCommon();
    } else if (row) {
      row.changed();
    }
    this.show();
  }

  // rows that say nothing else bring what most bring
  nameCommon() {
    const name = this.common.selectedOptions.length ? this.common.selectedOptions[0].text : "";
    for (const row of this.rows) {
      row.nameCommon(name);
    }
  }
}
