// Who pays what: the same split as clinic/web/desk/splitting.py, worked out while one chooses.
//
// `held` is null for a visit that begins; at the end of an open one it is what was held, and
// `free` is what the wallet has beside it. `agreed` is the cash one press has agreed to.

export function splitOf({ total, free, held, agreed }) {
  return held === null ? newSplit(total, free, agreed) : finalSplit(total, free, held, agreed);
}

function newSplit(total, free, agreed) {
  const short = Math.max(0, total - free);
  const isAgreed = agreed >= short;
  return {
    total,
    credit: total - short,
    cash: isAgreed ? short : 0,
    missing: isAgreed ? 0 : short,
    offer: short,
    more: 0,
    asksPin: true,
  };
}

function finalSplit(total, free, held, agreed) {
  const extra = Math.max(0, total - held);
  const isAgreed = agreed >= extra;
  const missing = isAgreed ? 0 : Math.max(0, extra - free);
  const credit = isAgreed ? total - extra : total - missing;
  return {
    total,
    credit,
    cash: isAgreed ? extra : 0,
    missing,
    offer: extra,
    more: Math.max(0, credit - held),
    asksPin: credit > held,
  };
}
