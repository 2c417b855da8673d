// Small pictures to choose from. A click marks its picture at once and tells the server which it was.

function press(s, ref) {
  for (const button of s.box.children) button.setAttribute("aria-pressed", String(button.dataset.ref === ref));
}

function made(s) {
  const button = document.createElement("button");
  button.type = "button";
  const canvas = document.createElement("canvas");
  const name = document.createElement("span");
  button.append(canvas, name);
  button.addEventListener("click", () => {
    press(s, button.dataset.ref);
    s.send({ ref: button.dataset.ref });
  });
  return button;
}

async function load(s, bytes) {
  const { header, rest } = unpack(bytes);
  const turn = ++s.turn;
  const side = header.side;
  s.box.setAttribute("aria-label", header.label);
  while (s.box.children.length > header.items.length) s.box.lastElementChild.remove();
  while (s.box.children.length < header.items.length) s.box.append(made(s));
  header.items.forEach((item, i) => {
    const button = s.box.children[i];
    button.dataset.ref = item.ref;
    button.title = item.title;
    button.setAttribute("aria-label", item.title);
    button.lastElementChild.textContent = item.name;
  });
  press(s, header.chosen);
  const bitmap = await bitmapOf(rest);
  if (turn === s.turn) {
    header.items.forEach((_, i) => {
      const canvas = s.box.children[i].firstElementChild;
      Object.assign(canvas, { width: side, height: side });
      canvas.getContext("2d").drawImage(bitmap, i * side, 0, side, side, 0, 0, side, side);
    });
    s.box.dataset.drawn = "true";
  }
  bitmap.close();
}

function hear(s, { data, setTriggerValue }) {
  s.send = (value) => setTriggerValue("chosen", value);
  fresh(s, data, load);
}

export default component((root) => ({ box: root.querySelector(".gallery"), turn: 0 }), hear);
