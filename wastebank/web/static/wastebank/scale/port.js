// A scale on a cable, where the browser can open one (Web Serial). Nothing is taken by itself: a
// hand presses the key, and the weight comes once the scale has said the same twice, at rest.

import { datum, every, one, wordsOf } from "../common/dom.js";
import { scaleReader } from "./frames.js";
import { Rest } from "./rest.js";

/** @type {Record<string, ScaleSettings>} */
const SETTINGS = {
  cas: { baudRate: 9600 },
  and: { baudRate: 2400, dataBits: 7, parity: "even" },
  toledo: { baudRate: 9600, dataBits: 7, parity: "even" },
};
const KIND = "scale-kind";
const PATIENCE_MS = 8000;

/**
 * @typedef {{ take: (grams: number) => void, warn: (text: string) => void,
 *   canTake: () => boolean, offered: () => void }} ScaleOptions
 */

/**
 * [data-key="scale"] asks for the port once, then takes weights; [data-scale-kinds] holds the
 * choice of scale. take(grams) writes the weight down.
 *
 * @param {HTMLFormElement} form
 * @param {ScaleOptions} options
 */
export function connectScale(form, options) {
  if (!("serial" in navigator)) {
    return;
  }
  const scale = new CabledScale(form, options);
  scale.offer();
  // a scale that was allowed once is there at once
  navigator.serial.getPorts().then((ports) => {
    if (ports.length) {
      scale.begin(ports[0]);
    }
  });
}

class CabledScale {
  /**
   * @param {HTMLFormElement} form
   * @param {ScaleOptions} options
   */
  constructor(form, options) {
    this.options = options;
    this.say = wordsOf(form);
    this.key = one(form, '[data-key="scale"]');
    this.kinds = one(form, "[data-scale-kinds]");
    this.rest = new Rest();
    this.isOpen = false;
    this.waiting = 0;
  }

  offer() {
    // weigh/line/shown.js shows it, but while something is taken off
    this.key.dataset.offered = "yes";
    this.options.offered();
    this.key.addEventListener("click", () => this.press());
    for (const choice of every(this.kinds, "[data-scale-kind]")) {
      choice.addEventListener("click", () => this.choose(datum(choice, "scaleKind")));
    }
  }

  press() {
    const { canTake, warn } = this.options;
    if (!canTake()) {
      warn(this.say.sayScaleKind);
    } else if (!this.isOpen) {
      this.kinds.hidden = !this.kinds.hidden;
    } else if (!this.waiting && !this.tryTake()) {
      this.wait();
    }
  }

  wait() {
    const { say } = this;
    this.key.setAttribute("aria-busy", "true");
    this.options.warn(this.rest.moved ? say.sayScaleWait : say.sayScaleSame);
    this.waiting = setTimeout(() => this.giveUp(say.sayScaleGone), PATIENCE_MS);
  }

  stop() {
    clearTimeout(this.waiting);
    this.waiting = 0;
    this.key.removeAttribute("aria-busy");
  }

  /** @param {string} words */
  giveUp(words) {
    this.stop();
    this.options.warn(words);
  }

  // true when there is nothing more to wait for
  tryTake() {
    const words = this.refusal();
    if (words) {
      this.giveUp(words);
      return true;
    }
    const grams = this.rest.take();
    if (grams === null) {
      return false;
    }
    this.stop();
    this.options.take(grams);
    return true;
  }

  refusal() {
    const { sayScaleUnit, sayScaleOver, sayScaleEmpty } = this.say;
    /** @type {Record<string, string>} */
    const words = {
      unit: sayScaleUnit,
      over: sayScaleOver,
      under: sayScaleEmpty,
      empty: sayScaleEmpty,
    };
    return words[this.rest.refusal()] || "";
  }

  /** @param {ReadableStream<Uint8Array>} readable */
  async listen(readable) {
    const reader = readable.getReader();
    const read = scaleReader();
    try {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) {
          return;
        }
        for (const reading of read(value)) {
          this.hear(reading);
        }
      }
    } finally {
      reader.releaseLock();
    }
  }

  /** @param {ScaleReading} reading */
  hear(reading) {
    this.rest.hear(reading);
    if (this.waiting) {
      this.tryTake();
    }
  }

  /**
   * a cable that was pulled out is no mistake: the key offers to connect again
   * @param {CablePort} port
   */
  async begin(port) {
    try {
      await port.open(SETTINGS[localStorage.getItem(KIND) || "cas"] || SETTINGS.cas);
      this.isOpen = true;
      this.say.cable = "yes";
      this.key.classList.add("is-connected");
      while (port.readable) {
        await this.listen(port.readable);
      }
    } catch (_lost) {
      this.options.warn(this.say.sayScaleGone);
    }
    this.isOpen = false;
    this.rest.forget();
    this.stop();
    this.key.classList.remove("is-connected");
  }

  /** @param {string} kind */
  async choose(kind) {
    localStorage.setItem(KIND, kind);
    this.kinds.hidden = true;
    try {
      this.begin(await navigator.serial.requestPort());
    } catch (_none) {
      this.options.warn(this.say.sayScaleGone);
    }
  }
}
