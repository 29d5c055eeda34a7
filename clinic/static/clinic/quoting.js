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
 * @param {{
 *   form: HTMLFormElement,
 *   agreed: () => number,
 *   show: (quote: Quote) => void,
 *   failed: (why: string, name: string) => void,
 * }} desk
 */
export function offerQuotes({ form, agreed, show, failed }) {
  let newest = 0;
  let isOpen = false;
  let hasFailed = false;
  let isUnheard = false; // also while it is asked again
  let timer = 0;
  /** @type {(() => void)[]} */
  let waiting = [];

  async function ask() {
    newest += 1;
    isOpen = true;
    hasFailed = false;
    const number = newest;
    const { answer, why, name } = await answerOf(form, agreed());
    if (number !== newest) {
      return;
    }
    hasFailed = isUnheard = answer === null;
    failed(why, name);
    if (answer === null) {
      waiting = [];
      clearTimeout(timer);
      timer = setTimeout(askAgain, AGAIN_MS);
      return;
    }
    isOpen = false;
    show(answer);
    const now = waiting;
    waiting = [];
    for (const run of now) {
      run();
    }
  }

  function askAgain() {
    if (hasFailed) {
      ask();
    }
  }

  window.addEventListener("online", askAgain);
  window.addEventListener("focus", askAgain); // who signed in beside comes back
  window.addEventListener("beforeunload", (event) => {
    if (isUnheard) {
      event.preventDefault();
    }
  });

  return {
    isOpen: () => isOpen,

    /** @param {() => void} [then] */
    ask(then) {
      waiting = then ? [then] : [];
      return ask();
    },

    /** What is shown no longer counts; nobody waits for anything. */
    forget() {
      newest += 1;
      isOpen = true;
      waiting = [];
    },

    /** Nothing is chosen, and that needs no question. */
    close() {
      newest += 1;
      isOpen = hasFailed = isUnheard = false;
      waiting = [];
    },

    /** The server is told what is chosen, and nobody waits for what it costs. */
    keep() {
      answerOf(form, agreed());
    },

    /** @param {() => void} run */
    whenShown(run) {
      if (!isOpen) {
        run();
        return;
      }
      waiting.push(run);
      if (hasFailed) {
        ask();
      }
    },
  };
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
