// A picture and noise, each times its coefficient, and their sum: all mixed here, so every level is there at once.
const FULL = 1.3; // what a whole meter stands for; the tick is at 1

function mount(root) {
  const $ = (selector) => root.querySelector(selector);
  const s = { $, box: $(".mixer"), scrub: $(".scrub"), buttons: [], t: null };
  s.figures = [["#0072B2", "+"], ["#D55E00", "="], ["#888888", ""]].map(([colour, sign]) => {
    const figure = document.createElement("figure");
    figure.innerHTML = `<canvas role="img"></canvas><figcaption><span class="title"><b></b><span class="num"></span></span>
      <span class="meter" aria-hidden="true"><i style="background:${colour}"></i><u style="left:${100 / FULL}%"></u></span>
      <span class="std num"></span></figcaption>`;
    $(".stage").append(figure);
    if (sign) $(".stage").append(Object.assign(document.createElement("span"), { className: "sign", textContent: sign }));
    return figure;
  });
  s.scrub.oninput = () => show(s, Number(s.scrub.value));
  s.scrub.onchange = () => s.tell("t", s.t);
  return s;
}

function spread(values) {
  let sum = 0, squares = 0;
  for (const v of values) { sum += v; squares += v * v; }
  const mean = sum / values.length;
  return Math.sqrt(Math.max(0, squares / values.length - mean * mean));
}

function paint(canvas, values, side) {
  if (canvas.width !== side) Object.assign(canvas, { width: side, height: side });
  const image = new ImageData(side, side), plane = side * side;
  for (let i = 0; i < plane; i++) {
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = (values[c * plane + i] + 1) * 127.5;
    image.data[4 * i + 3] = 255;
  }
  canvas.getContext("2d").putImageData(image, 0, 0);
}

function show(s, t) {
  const { side, shares, scaled } = s.parts.header, { picture, noise } = s.parts;
  s.t = t;
  s.scrub.value = t;
  s.$(".value").textContent = t;
  const a = scaled ? Math.sqrt(shares[t]) : 1, b = Math.sqrt(1 - shares[t]);
  const left = picture.map((v) => a * v), right = noise.map((v) => b * v), sum = left.map((v, i) => v + right[i]);
  const rows = [
    [left, scaled ? "√ᾱ · x₀" : "1 · x₀", a.toFixed(3), a],
    [right, "√(1 − ᾱ) · ε", b.toFixed(3), b],
    [sum, "xₜ", "", spread(sum)],
  ];
  s.figures.forEach((figure, i) => {
    const [values, title, number, length] = rows[i], std = spread(values);
    const find = (selector) => figure.querySelector(selector);
    paint(find("canvas"), values, side);
    find("canvas").setAttribute("aria-label", `${title}, standard deviation ${std.toFixed(2)}`);
    find("b").textContent = title;
    find(".title .num").textContent = number;
    find(".meter i").style.width = `${Math.min(100, (100 * length) / FULL)}%`;
    find(".std").textContent = `standard deviation ${std.toFixed(2)}`;
    find(".std").classList.toggle("beyond", i === 2 && std > 1.05);
  });
  s.buttons.forEach((button) => button.setAttribute("aria-pressed", String(Number(button.textContent) === t)));
  s.box.dataset.t = String(t);
  s.box.dataset.std = spread(sum).toFixed(3);
}

function load(s, bytes) {
  const first = !s.parts;
  const { header, rest } = unpack(bytes);
  const numbers = new Float32Array(rest.slice().buffer);
  const half = numbers.length / 2;
  s.parts = { header, picture: numbers.subarray(0, half), noise: numbers.subarray(half) };
  if (first) {
    s.scrub.max = header.shares.length - 1;
    s.buttons = header.marks.map((t) => {
      const button = Object.assign(document.createElement("button"), { textContent: t, type: "button" });
      button.onclick = () => { show(s, t); s.tell("t", t); };
      return button;
    });
    s.$(".marks").replaceChildren(...s.buttons);
  }
  show(s, first ? header.t : s.t);
}

function hear(s, { data, setStateValue }) {
  s.tell = setStateValue;
  fresh(s, data, load);
}

export default component(mount, hear);
