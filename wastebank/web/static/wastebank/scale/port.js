// A scale on a cable, where the browser can open one (Web Serial). Nothing is taken by itself: a
// hand presses the key, and the weight comes once the scale has said the same twice, at rest.
//
// connectScale(form, { take, warn }): [data-key="scale"] asks for the port once, then takes
// weights; [data-scale-kinds] holds the choice of scale. take(grams) writes the weight down.

import { datum, every, one, wordsOf } from "../common/dom.js";
import { scaleReader } from "./frames.js";

/** @type {Record<string, ScaleSettings>} */
const SETTINGS = {
  cas: { baudRate: 9600 },
  and: { baudRate: 2400, dataBits: 7, parity: "even" },
  toledo: { baudRate: 9600, dataBits: 7, parity: "even" },
};
const KIND = "scale-kind";
const PATIENCE_MS = 8000;
const FRESH_MS = 1500;

/**
 * @param {HTMLFormElement} form
 * @param {{ take: (grams: number) => void, warn: (text: string) => void,
 *   canTake: () => boolean, offered: () => void }} options
 */
export function connectScale(form, { take, warn, canTake, offered }) {
  if (!("serial" in navigator)) {
    return;
  }
  const say = wordsOf(form);
  const key = one(form, '[data-key="scale"]');
  const kinds = one(form, "[data-scale-kinds]");
  let open = false;
  /** @type {LastReading | null} */
  let last = null;
  let waiting = 0;
  let moved = true; // since the last weight that was taken: one sack is not paid twice

  function stop() {
    clearTimeout(waiting);
    waiting = 0;
    key.removeAttribute("aria-busy");
  }

  /** @param {ScaleReading} reading */
  function hear(reading) {
    const at = performance.now();
    if (reading.refused) {
      last = { refused: reading.refused, at };
      moved = true;
    } else {
      const before = last && !last.refused ? last : null;
      const twice = Boolean(before && before.stable && before.grams === reading.grams);
      moved = moved || !reading.stable || !before || reading.grams !== before.grams;
      last = { grams: reading.grams, stable: reading.stable, twice, at };
    }
    if (waiting) {
      tryTake();
    }
  }

  /** @param {LastReading} last */
  function refusal(last) {
    if (last.refused) {
      return { unit: say.sayScaleUnit, over: say.sayScaleOver, under: say.sayScaleEmpty }[
        last.refused
      ];
    }
    return last.grams === 0 && last.stable && last.twice ? say.sayScaleEmpty : "";
  }

  // true when there is nothing more to wait for
  function tryTake() {
    if (!last || performance.now() - last.at > FRESH_MS) {
      return false;
    }
    const words = refusal(last);
    if (words) {
      stop();
      warn(words);
      return true;
    }
    if (last.refused || !last.stable || !last.twice || !moved) {
      return false;
    }
    stop();
    moved = false;
    take(last.grams);
    return true;
  }

  function press() {
    if (!canTake()) {
      warn(say.sayScaleKind);
      return;
    }
    if (!open) {
      kinds.hidden = !kinds.hidden;
      return;
    }
    if (waiting || tryTake()) {
      return;
    }
    key.setAttribute("aria-busy", "true");
    warn(moved ? say.sayScaleWait : say.sayScaleSame);
    waiting = setTimeout(() => {
      stop();
      warn(say.sayScaleGone);
    }, PATIENCE_MS);
  }

  /** @param {ReadableStream<Uint8Array>} readable */
  async function listen(readable) {
    const reader = readable.getReader();
    const read = scaleReader();
    try {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) {
          return;
        }
        read(value).forEach(hear);
      }
    } finally {
      reader.releaseLock();
    }
  }

  /**
   * a cable that was pulled out is no mistake: the key offers to connect again
   * @param {CablePort} port
   */
  async function begin(port) {
    try {
      await port.open(SETTINGS[localStorage.getItem(KIND) || "cas"] || SETTINGS.cas);
      open = true;
      say.cable = "yes";
      key.classList.add("is-connected");
      while (port.readable) {
        await listen(port.readable);
      }
    } catch (_lost) {
      warn(say.sayScaleGone);
    }
    open = false;
    last = null;
    moved = true;
    stop();
    key.classList.remove("is-connected");
  }

  /** @param {string} kind */
  async function choose(kind) {
    localStorage.setItem(KIND, kind);
    kinds.hidden = true;
    try {
      begin(await navigator.serial.requestPort());
    } catch (_none) {
      warn(say.sayScaleGone);
    }
  }

  key.dataset.offered = "yes"; // weigh/open_line.js shows it, but while something is taken off
  offered();
  key.addEventListener("click", press);
  for (const choice of every(kinds, "[data-scale-kind]")) {
    choice.addEventListener("click", () => choose(datum(choice, "scaleKind")));
  }
  // a scale that was allowed once is there at once
  navigator.serial.getPorts().then((ports) => {
    if (ports.length) {
      begin(ports[0]);
    }
  });
}
