// The same ribbon as weaving.py cuts: hundredths of a per cent that add up to the whole.

const SVG = "http://www.w3.org/2000/svg";
const WHOLE = 10000;

/**
 * Parts of the whole that add up to it: what rounding down leaves goes to the largest remainders.
 * @param {number[]} sums
 */
function widthsOf(sums) {
  const all = sums.reduce((total, sum) => total + sum, 0);
  const remainders = sums.map((sum) => (WHOLE * sum) % all);
  const widths = sums.map((sum, index) => (WHOLE * sum - remainders[index]) / all);
  const left = WHOLE - widths.reduce((total, width) => total + width, 0);
  const order = sums.map((_sum, index) => index);
  order.sort((one, other) => remainders[other] - remainders[one] || one - other);
  for (const index of order.slice(0, left)) {
    widths[index] += 1;
  }
  return widths;
}

/** @param {number} hundredths */
function perCent(hundredths) {
  const rest = hundredths % 100;
  return `${(hundredths - rest) / 100}.${String(rest).padStart(2, "0")}%`;
}

/**
 * One strip for each family, in the order they first came; what is 0 is left out.
 * @param {[string, number][]} shares
 */
export function stripsOf(shares) {
  /** @type {Map<string, number>} */
  const sums = new Map();
  for (const [family, value] of shares.filter(([, each]) => each > 0)) {
    sums.set(family, (sums.get(family) || 0) + value);
  }
  const widths = widthsOf(Array.from(sums.values()));
  let left = 0;
  return Array.from(sums.keys(), (family, index) => {
    const strip = { family, x: perCent(left), width: perCent(widths[index]) };
    left += widths[index];
    return strip;
  });
}

/**
 * @param {Element} ribbon
 * @param {[string, number][]} shares
 */
export function drawRibbon(ribbon, shares) {
  ribbon.textContent = "";
  for (const { family, x, width } of stripsOf(shares)) {
    const strip = document.createElementNS(SVG, "rect");
    strip.setAttribute("class", family);
    strip.setAttribute("x", x);
    strip.setAttribute("width", width);
    strip.setAttribute("height", "100%");
    ribbon.append(strip);
  }
}
