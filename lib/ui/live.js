// A slider whose pictures follow while it is dragged. One request is under way at a time: the newest value waits until
// the server has answered the one before, so the last one sent is always where the slider stands.

function mount(root) {
  const $ = (selector) => root.querySelector(selector);
  const s = { $, box: $(".live"), scrub: $(".scrub"), asked: null, figures: [], turn: 0 };
  s.scrub.oninput = () => { face(s); ask(s); };
  s.scrub.onchange = () => {
    const value = Number(s.scrub.value);
    remember(s.header?.name, value === s.header?.start ? null : value);
  };
  return s;
}

function face(s) {
  const words = Number(s.scrub.value).toFixed(2);
  s.$(".value").textContent = words;
  s.scrub.setAttribute("aria-valuetext", `${s.header.symbol} = ${words}`);
}

function ask(s) {
  const value = Number(s.scrub.value);
  if (s.asked !== null || value === s.header.value) return;
  s.asked = value;
  s.tell("value", value);
}

async function load(s, bytes) {
  const { header, rest } = unpack(bytes);
  const turn = ++s.turn;
  const first = !s.header;
  s.header = header;
  if (first) {
    const { least, most, step, value, label } = header;
    Object.assign(s.scrub, { min: least, max: most, step });
    s.scrub.value = value;
    s.scrub.setAttribute("aria-label", label);
    s.$(".label").textContent = header.symbol;
    build(s);
  }
  face(s);
  if (s.asked === null || header.value === s.asked) { s.asked = null; ask(s); }
  const bitmap = await bitmapOf(rest);
  if (turn === s.turn) draw(s, bitmap);
  bitmap.close();
}

function build(s) {
  s.figures = s.header.pictures.map(() => {
    const figure = document.createElement("figure");
    const canvas = document.createElement("canvas");
    canvas.setAttribute("role", "img");
    figure.append(canvas, document.createElement("figcaption"));
    s.$(".stage").append(figure);
    return figure;
  });
}

function draw(s, bitmap) {
  const { width, height, pictures, value } = s.header;
  s.figures.forEach((figure, i) => {
    const [canvas, caption] = figure.children;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    canvas.getContext("2d").drawImage(bitmap, i * width, 0, width, height, 0, 0, width, height);
    canvas.setAttribute("aria-label", pictures[i].join(": "));
    caption.replaceChildren(pictures[i][0], Object.assign(document.createElement("span"), { textContent: pictures[i][1] }));
  });
  s.box.dataset.value = String(value);
}

function hear(s, { data, setStateValue }) {
  s.tell = setStateValue;
  fresh(s, data, load);
}

export default component(mount, hear, (s) => forget(s.header?.name));
