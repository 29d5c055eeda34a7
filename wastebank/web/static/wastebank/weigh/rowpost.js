// A row of the table sent to the server, and a card asked for its member.

async function post(root, address, fields) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", root.querySelector("[name=csrfmiddlewaretoken]").value);
  for (const [name, value] of fields) {
    body.append(name, value);
  }
  let answer;
  try {
    answer = await fetch(address, { method: "POST", body });
  } catch (_unreached) {
    throw new Error(root.dataset.sayAgain);
  }
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    const problem = new Error(told.message || root.dataset.sayAgain);
    problem.answered = Boolean(told.message);
    problem.doubts = told.doubts || [];
    throw problem;
  }
  return told;
}

export function sendRow(root, { key, member, lines, sure }) {
  const fields = [
    ["key", key],
    ["member", member],
    ["sure", sure],
  ];
  for (const line of lines) {
    fields.push(["material", line.material], ["amount", line.written], ["price", ""]);
  }
  return post(root, root.dataset.recordUrl, fields);
}

export async function askWhose(root, code) {
  return (await post(root, root.dataset.findUrl, [["code", code]])).member;
}
