// The weighing desk: tiles, scale, keypad, slip, sum. Two lines take nine taps or ten keys.
//
//   const desk = startWeighing(form, { member, materials, onRecord });
//
// `form` is the one that templates/counter/weigh/desk.html draws; it works with and without a
// server behind it, and everything it says stands in its data-say-… attributes.
//
// * Without options the page is the server's: the <select> of the form holds the materials, the
//   member stands in the head, and the form is sent as it is: `material`, `amount` (as on the
//   scale), `tare`, `rejected`, `reason`, `price` and `source`, over and over, once for each line.
// * `materials`: [{ slug, name, family, unit, price, find, hotkey, usual, far }], `price`
//   null: ask. Those with a `hotkey` become tiles. Above `far`, else `usual`, one is asked.
// * `member`: { number, name, balance }, `balance` null if not known; later `desk.setMember(…)`.
// * `onRecord(deposit)` answers a promise: kept, then the desk is empty; rejected, then its message
//   is shown and nothing typed is lost. deposit = { lines: [{ material, amount, gross, tare,
//   rejected, reason, source, price }], total }, in g, ml, pcs and rupiah, `amount` net.
//
// desk: { setMember, unsaved, clear, warn }.

import { offerSearch } from "../finder.js";
import { fill, showAmount } from "../locale.js";
import { drawRibbon } from "../ribbon.js";
import { listenToHands } from "./hands.js";
import { showPerson, showThen } from "./person.js";
import { remembering } from "./past.js";
import { connectScale } from "./port.js";
import { asked, isFarFromUsual, mark, materialsOf, MOST_LINES, readLine } from "./reading.js";
import { openScale } from "./scale.js";
import { hangSlip } from "./slip.js";
import { layTiles, lightTile, priceTerms } from "./tiles.js";

export function startWeighing(form, options = {}) {
  const desk = new Desk(form, options);
  desk.begin();
  return {
    setMember: (member) => desk.setMember(member),
    unsaved: () => desk.unsaved(),
    clear: () => desk.clear(),
    warn: (text) => desk.warn(text),
  };
}

class Desk {
  constructor(form, options) {
    this.form = form;
    this.options = options;
    this.say = form.dataset;
    this.given = options.materials || materialsOf(form.querySelector("select[name=material]"));
    this.materials = Object.fromEntries(this.given.map((each) => [each.slug, each]));
    this.scale = openScale(form, this.materials, this.say);
    this.slip = hangSlip(form, this.materials, this.say);
    this.note = form.querySelector("[data-warning]");
    this.right = form.querySelector("[data-sure]");
    this.sureOf = form.querySelector("[data-sure-of]");
    this.sure = new Set(this.sureOf.value.split(" ").filter(Boolean));
    this.lines = [];
    this.past = remembering();
    this.balance = this.say.balance === "" ? null : Number(this.say.balance);
    this.busy = false;
    this.leaving = false;
    this.asksToRecord = false;
  }

  // --- reading --------------------------------------------------------------------------------

  counted() {
    const open = this.scale.read();
    const closed = this.lines.map((line) => readLine(line, this.materials));
    return open.reason ? closed : closed.concat(open);
  }

  unsaved() {
    return this.lines.length > 0 || !this.scale.isEmpty();
  }

  doubtful() {
    return this.counted().filter((read) => isFarFromUsual(read) && !this.sure.has(mark(read)));
  }

  // --- showing --------------------------------------------------------------------------------

  showSum() {
    const all = this.counted();
    const total = all.reduce((sum, line) => sum + line.rupiah, 0);
    const count = all.length === 1 ? this.say.sayLine : this.say.sayLines;
    for (const place of this.form.querySelectorAll("[data-count]")) {
      place.textContent = fill(count, { count: all.length });
    }
    showThen(this.form, this.balance, total);
    drawRibbon(
      this.form.querySelector("[data-ribbon]"),
      all.map((line) => [line.material.family, line.rupiah]),
    );
  }

  show(arrived = false) {
    this.scale.show();
    lightTile(this.form, this.scale.slug());
    this.slip.show(this.lines, arrived);
    this.showSum();
  }

  warn(text, ask = false) {
    this.note.hidden = !text;
    this.note.querySelector("[data-warning-says]").textContent = text;
    this.right.hidden = !ask;
    this.leaving = false;
    this.asksToRecord = false;
  }

  // true when something was said
  warnOfOdd() {
    const odd = this.doubtful()[0];
    if (odd) {
      const { name, unit, usual } = odd.material;
      const amount = showAmount(odd.amount, unit);
      this.warn(fill(this.say.sayOdd, { amount, name, usual: showAmount(usual, unit) }), true);
    }
    return Boolean(odd);
  }

  // --- doing ----------------------------------------------------------------------------------

  remember() {
    this.past.keep({ lines: this.lines, open: this.scale.line() });
  }

  // as it was before a scanner typed into it
  restore(began) {
    const moment = this.past.since(began);
    if (moment) {
      this.lines = moment.lines;
      this.scale.put(moment.open);
    }
    this.show();
  }

  // true when nothing half-written is left on the scale
  closeLine() {
    const open = this.scale.read();
    if (open.reason) {
      if (!this.scale.isEmpty()) {
        this.scale.focus(open.field);
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

  choose(slug) {
    this.remember();
    this.warn("");
    // an amount typed before its material waits for it; one that has its material is closed first
    if (this.scale.slug() && !this.closeLine()) {
      return;
    }
    this.scale.choose(slug);
    this.show();
    this.scale.focus();
  }

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
  }

  reopen(place) {
    this.remember();
    const line = this.lines[place];
    if (!this.closeLine()) {
      return;
    }
    this.lines = this.lines.filter((other) => other !== line);
    this.scale.put(line);
    this.show();
    this.scale.focus();
    this.scale.weight.select();
  }

  drop(place) {
    this.remember();
    this.warn("");
    this.lines = this.lines.filter((_line, other) => other !== place);
    this.show();
    this.scale.focus();
  }

  // Enter closes the line; once nothing is open it records
  enter() {
    this.remember();
    if (this.scale.isEmpty() && (this.lines.length || !this.scale.slug())) {
      this.form.querySelector("[data-record]").click();
    } else if (this.closeLine()) {
      this.scale.focus();
    }
  }

  holdsBack() {
    const open = this.scale.read();
    if (!this.scale.isEmpty() && open.reason) {
      this.warn("");
      this.scale.focus(open.field);
      return true;
    }
    if (!this.counted().length) {
      this.warn(this.say.sayNothing);
      this.scale.focus();
      return true;
    }
    if (this.warnOfOdd()) {
      this.asksToRecord = true;
      this.right.focus();
      return true;
    }
    return false;
  }

  // what was asked while recording is recorded by the answer
  isRight() {
    const recording = this.asksToRecord;
    for (const read of this.doubtful()) {
      this.sure.add(mark(read));
    }
    this.warn("");
    this.scale.focus();
    if (recording) {
      this.form.querySelector("[data-record]").click();
    }
  }

  isRightAsTheServerAsked(event) {
    const { value } = event.currentTarget;
    event.preventDefault();
    event.currentTarget.closest("[data-doubts]").hidden = true;
    value.split(" ").forEach((each) => this.sure.add(each));
    this.form.querySelector("[data-record]").click();
  }

  record(event) {
    if (this.busy || this.holdsBack()) {
      event.preventDefault();
    } else if (this.options.onRecord) {
      event.preventDefault();
      this.hand(this.options.onRecord);
    } else {
      this.sureOf.value = Array.from(this.sure).join(" ");
      this.scale.seal();
      this.setBusy(true);
    }
  }

  async hand(onRecord) {
    this.setBusy(true);
    const read = this.counted();
    const total = read.reduce((sum, line) => sum + line.rupiah, 0);
    try {
      await onRecord({ lines: read.map(asked), total });
      this.clear();
    } catch (refused) {
      this.warn(refused.message);
    }
    this.setBusy(false);
  }

  setBusy(on) {
    this.busy = on;
    if (on) {
      this.form.setAttribute("aria-busy", "true");
    } else {
      this.form.removeAttribute("aria-busy");
    }
  }

  clear() {
    this.lines = [];
    this.past = remembering();
    this.sure = new Set();
    this.scale.put(null);
    this.warn("");
    this.show();
  }

  setMember(member) {
    this.balance = showPerson(this.form, member);
    this.showSum();
  }

  leave(event) {
    if (this.unsaved() && !this.leaving && !this.busy) {
      event.preventDefault();
      this.warn(this.say.sayUnsaved);
      this.leaving = true;
    }
  }

  // a card at any moment: at an empty scale it is the next member, else this deposit goes first
  meet(event) {
    this.restore(event.detail.began);
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
    offerSearch({
      root: this.form,
      items: this.given.map((each) => ({ ...each, find: `${each.name} ${each.find}` })),
      sprite: this.say.sprite,
      terms: (material) => priceTerms(material, this.say),
      choose: (material) => this.choose(material.slug),
    });
    this.takeOver();
    this.form.dataset.ready = "yes";
  }

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
    for (const doubts of this.form.querySelectorAll("[data-doubts] button")) {
      doubts.addEventListener("click", (event) => this.isRightAsTheServerAsked(event));
    }
    this.form.addEventListener("submit", (event) => this.record(event));
    for (const escape of this.form.querySelectorAll("[data-escape]")) {
      escape.addEventListener("click", (event) => this.leave(event));
    }
    document.addEventListener("scan", (event) => this.meet(event));
    window.addEventListener("pageshow", () => this.setBusy(false));
    connectScale(this.form, {
      take: (grams) => this.takeWeight(grams),
      warn: (text) => this.warn(text),
      canTake: () => this.scale.isWeighed(),
      offered: () => this.scale.show(),
    });
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
