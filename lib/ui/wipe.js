// Two pictures and a divider between them. Nothing goes to the server.
const MOST = 448; // CSS pixels on a side
const STEP = 2; // percent, for an arrow key

function mount(root) {
  const $ = (selector) => root.querySelector(selector);
  const s = { $, box: $(".wipe"), pair: $(".pair"), line: $(".line"), at: 50, turn: 0 };
  s.layers = [$(".left"), $(".right")];
  s.line.addEventListener("keydown", (event) => keyboard(s, event));
  drag(s);
  s.resize = new ResizeObserver(() => layout(s));
  s.resize.observe(s.box);
  return s;
}

async function load(s, bytes) {
  const { header, rest } = unpack(bytes);
  const turn = ++s.turn;
  if (!s.header) s.at = recallNumber(header.name, 0, 100) ?? s.at;
  s.header = header;
  s.line.setAttribute("aria-label", `Divider between ${header.names.join(" and ")}`);
  layout(s);
  move(s, s.at);
  const bitmap = await bitmapOf(rest);
  if (turn === s.turn) draw(s, bitmap);
  bitmap.close();
}

function draw(s, bitmap) {
  const { width, height, names } = s.header;
  s.layers.forEach((layer, i) => {
    const [canvas, name] = layer.children;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    canvas.getContext("2d").drawImage(bitmap, i * width, 0, width, height, 0, 0, width, height);
    canvas.setAttribute("aria-label", names[i]);
    name.textContent = names[i];
    name.hidden = !names[i];
  });
  s.box.dataset.drawn = "true";
}

function layout(s) {
  if (s.header) s.box.classList.toggle("small", enlarge(s.pair, s.header, s.box.clientWidth - 4, MOST));
}

function move(s, at) {
  s.at = Math.max(0, Math.min(100, at));
  s.pair.style.setProperty("--at", `${s.at}%`);
  const [left, right] = s.header.names;
  const whole = Math.round(s.at);
  s.line.setAttribute("aria-valuenow", String(whole));
  s.line.setAttribute("aria-valuetext", `${whole}% ${left}, ${100 - whole}% ${right}`);
}

function mark(s) {
  const whole = Math.round(s.at);
  remember(s.header.name, whole === 50 ? null : whole);
}

function drag(s) {
  const to = (event) => {
    const { left, width } = s.pair.getBoundingClientRect();
    move(s, (100 * (event.clientX - left)) / width);
  };
  s.pair.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !s.header || s.pointer !== undefined) return;
    event.preventDefault();
    s.pointer = event.pointerId;
    s.pair.setPointerCapture(event.pointerId);
    s.line.focus({ preventScroll: true });
    to(event);
  });
  s.pair.addEventListener("pointermove", (event) => { if (event.pointerId === s.pointer) to(event); });
  for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) {
    s.pair.addEventListener(name, (event) => {
      if (event.pointerId !== s.pointer) return;
      s.pointer = undefined;
      mark(s);
    });
  }
}

function keyboard(s, event) {
  if (!s.header || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = event.shiftKey ? 5 * STEP : STEP;
  const moves = { ArrowLeft: -step, ArrowDown: -step, ArrowRight: step, ArrowUp: step, PageDown: -10, PageUp: 10 };
  if (event.key in moves) move(s, Math.round(s.at) + moves[event.key]);
  else if (event.key === "Home" || event.key === "End") move(s, event.key === "End" ? 100 : 0);
  else return;
  mark(s);
  event.preventDefault();
  event.stopPropagation();
}

export default component(mount, (s, { data }) => fresh(s, data, load), (s) => {
  s.resize.disconnect();
  forget(s.header?.name);
});
