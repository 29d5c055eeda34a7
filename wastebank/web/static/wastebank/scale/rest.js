// What a scale said last, and whether a weight may be taken of it: the same twice, at rest, fresh,
// and after something moved, so that one sack is not paid twice.

const FRESH_MS = 1500;

export class Rest {
  constructor() {
    this.forget();
  }

  /** nothing was heard yet, as after a cable was pulled out */
  forget() {
    /** @type {LastReading | null} */
    this.last = null;
    this.moved = true; // since the last weight that was taken
  }

  /** @param {ScaleReading} reading */
  hear(reading) {
    const at = performance.now();
    if (reading.refused) {
      this.last = { refused: reading.refused, at };
      this.moved = true;
      return;
    }
    const before = this.last && !this.last.refused ? this.last : null;
    const twice = Boolean(before && before.stable && before.grams === reading.grams);
    this.moved = this.moved || !reading.stable || !before || reading.grams !== before.grams;
    this.last = { grams: reading.grams, stable: reading.stable, twice, at };
  }

  /** @returns {LastReading | null} what was said just now */
  fresh() {
    return this.last && performance.now() - this.last.at <= FRESH_MS ? this.last : null;
  }

  /** why there is no weight to wait for; empty if there may be one */
  refusal() {
    const last = this.fresh();
    if (!last) {
      return "";
    }
    if (last.refused) {
      return last.refused;
    }
    return last.grams === 0 && last.stable && last.twice ? "empty" : "";
  }

  /** @returns {number | null} the grams, once; null while there is something to wait for */
  take() {
    const last = this.fresh();
    if (!last || last.refused || !last.stable || !last.twice || !this.moved) {
      return null;
    }
    this.moved = false;
    return last.grams;
  }
}
