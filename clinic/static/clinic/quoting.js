// What the chosen services cost and who pays which part: the server is asked after each change.
//
// The form goes as it stands, without the PIN, to its own address; the answer is JSON instead of a
// page. Only the newest question counts. What is pressed before its answer is there waits for it,
// and is forgotten if something else is chosen meanwhile.
//
// The question also keeps what is chosen (drafting.js). What the server has not heard lies on this
// page alone: it is asked again as soon as the network or the clerk is back, and the browser asks
// before the page is left.

import { NotRecorded, post } from "../wastebank/common/posting.js";

const AGAIN_MS = 4000;

/** @type {Quote} */
export const NOTHING = {
  total: 0,
  booked: 0,
  held: 0,
  may_hold: false,
  cash: 0,
  missing: 0,
  offer: 0,
  more: 0,
  asks_pin: true,
  shares: [],
  lines: [],
  refusal: null,
};

/**
 * @typedef {{
 *   form: HTMLFormElement,
 *   agreed: () => number,
 *   show: (quote: Quote) => void,
 *   failed: (why: string, name: string) => void,
 * }} QuotingDesk
 */

export class Quotes {
  /** @param {QuotingDesk} desk */
  constructor(desk) {
    this.desk = desk;
    this.newest = 0;
    this.isOpen = false;
    this.hasFailed = false;
    this.isUnheard = false; // also while it is asked again
    this.timer = 0;
    /** @type {(() => void)[]} */
    this.waiting = [];
    window.addEventListener("online", () => this.askAgain());
    window.addEventListener("focus", () => this.askAgain()); // who signed in beside comes back
    window.addEventListener("beforeunload", (event) => {
      if (this.isUnheard) {
        event.preventDefault();
      }
    });
  }

  /** @param {() => void} [then] */
  ask(then) {
    this.waiting = then ? [then] : [];
    return this.askAnew();
  }

  async askAnew() {
    this.newest += 1;
    this.isOpen = true;
    this.hasFailed = false;
    const number = this.newest;
    const { form, agreed, show, failed } = this.desk;
    const { answer, why, name } = await answerOf(form, agreed());
    if (number !== this.newest) {
      return;
    }
    this.hasFailed = this.isUnheard = answer === null;
    failed(why, name);
    if (answer === null) {
      this.waiting = [];
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.askAgain(), AGAIN_MS);
      return;
    }
    this.isOpen = false;
    show(answer);
    this.runWaiting();
  }

  askAgain() {
    if (this.hasFailed) {
      this.askAnew();
    }
  }

  runWaiting() {
    const now = this.waiting;
    this.waiting = [];
    for (const run of now) {
      run();
    }
  }

  /** What is shown no longer counts; nobody waits for anything. */
  forget() {
    this.newest += 1;
    this.isOpen = true;
    this.waiting = [];
  }

  /** Nothing is chosen, and that needs no question. */
  close() {
    this.newest += 1;
    this.isOpen = this.hasFailed = this.isUnheard = false;
    this.waiting = [];
  }

  /** The server is told what is chosen, and nobody waits for what it costs. */
  keep() {
    answerOf(this.desk.form, this.desk.agreed());
  }

  /** @param {() => void} run */
  whenShown(run) {
    if (!this.isOpen) {
      run();
      return;
    }
    this.waiting.push(run);
    if (this.hasFailed) {
      this.askAnew();
    }
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {number} agreed
 * @returns {Promise<{ answer: Quote | null, why: string, name: string }>}
 */
async function answerOf(form, agreed) {
  const body = new FormData(form);
  body.delete("pin");
  body.delete("key");
  body.set("cash", String(agreed));
  body.set("step", "quote");
  try {
    const { json } = await post(form, form.action, body, { keepalive: true });
    return { answer: json, why: "", name: "" };
  } catch (problem) {
    if (problem instanceof NotRecorded) {
      return { answer: null, why: problem.why, name: problem.json.name || "" };
    }
    throw problem;
  }
}
