// The same ribbon as weaving.py cuts: hundredths of a per cent that add up to the whole.

const SVG = "http://www.w3.org/2000/svg";
const WHOLE = 10000;

export function drawRibbon(ribbon, shares) {
  const sums = new Map();
  for (const [family, value] of shares) {
    sums.set(family, (sums.get(family) || 0) + value);
  }
  const all = Array.from(sums.values()).reduce((sum, value) => sum + value, 0);
  ribbon.textContent = "";
  let left = 0;
  let passed = 0;
  for (const [family, value] of sums) {
    passed += value;
    const right = Math.round((WHOLE * passed) / all);
    const strip = document.createElementNS(SVG, "rect");
    strip.setAttribute("class", family);
    strip.setAttribute("x", `${left / 100}%`);
    strip.setAttribute("width", `${(right - left) / 100}%`);
    strip.setAttribute("height", "100%");
    ribbon.append(strip);
    left = right;
  }
}
