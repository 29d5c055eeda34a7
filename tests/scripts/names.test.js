// Of a member only the short name lies on a device: the whole one finds it all the same.

import { onPage, same } from "./asserting.js";

const SURE = 2;
const BY_INITIAL = 1;
const NOT = 0;

Deno.test("a whole name finds the short one on the device", async () => {
  const { fitsShort, soughtWords } = await onPage("common/names.js");
  const cases = /** @type {[string, string, number][]} */ ([
    ["Siti R.", "siti r", SURE],
    ["Siti R.", "siti", SURE],
    ["Siti R.", "siti rahmawati", BY_INITIAL],
    ["Siti R.", "Rahmawati Siti", BY_INITIAL],
    ["Siti R.", "rahmawati", BY_INITIAL],
    ["Siti R.", "siti aminah", NOT],
    ["Siti R.", "budi rahmawati", NOT],
    ["Nur J.", "nur jan", BY_INITIAL],
    ["Nur J.", "jannah", BY_INITIAL],
    ["Siti Nur A.", "siti nur áminah", BY_INITIAL],
    ["I Made Sudana", "indra", NOT], // nothing of it was cut
    ["Hj. Aminah", "haji", NOT],
    ["Dasawisma Melati 12", "mawar", NOT],
  ]);
  for (const [name, asked, fit] of cases) {
    same(fitsShort(name, soughtWords(asked)), fit, `${asked} for ${name}`);
  }
});
