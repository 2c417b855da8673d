// A sheet to draw on. Strokes are kept as lines, so they are sharp on every screen and can be undone; a PNG goes to the
// server when a stroke has ended, and never during one. The strokes live here: a rerun of the page doesn't touch them,
// and the tab's own storage brings them back after a reload or on the way back from another page.
const COLOURS = {
  black: "#000000", grey: "#8f959b", white: "#ffffff", brown: "#8a5a2b", red: "#dd3327", orange: "#f28a2e",
  yellow: "#fbd13b", green: "#3c9a4a", "light blue": "#62b8ea", blue: "#2d55b8", pink: "#e873a8",
};
const SIGNAL = ["#f0047f", "#ffffff"]; // stripes of a mask: seen over a picture of any colour
const WIDTHS = [1, 2, 4, 6, 9, 13, 20, 30, 44, 64]; // of the brush, on a sheet of 256
const PAUSE = 250; // ms after a stroke, before the drawing is sent
const SETTLE = 500; // ms after the component came up: what is sent earlier may be lost
const NEAR = 0.4; // points nearer than this, on a sheet of 256, are one

function mount(root) {
  const $ = (selector) => root.querySelector(selector);
  const s = { $, box: $(".canvas"), ink: $(".ink"), ring: $(".ring"), ops: [], undone: [], tool: "brush", colour: COLOURS.black, sent: 0 };
  s.pen = s.ink.getContext("2d");
  for (const tool of ["brush", "eraser"]) $(`.${tool}`).onclick = () => take(s, tool);
  $(".undo").onclick = () => undo(s);
  $(".redo").onclick = () => redo(s);
  $(".fill").onclick = () => add(s, { kind: "fill", colour: s.colour });
  $(".clear").onclick = () => { if (inked(s)) add(s, { kind: "clear" }); };
  s.width = $(".width");
  s.width.oninput = () => face(s);
  s.box.addEventListener("keydown", (event) => keyboard(s, event));
  pointer(s);
  s.ink.addEventListener("keyup", (event) => { if (event.key === " " && s.keys?.moved) lift(s); });
  s.ink.addEventListener("focus", () => { if (s.ink.matches(":focus-visible")) cursor(s); });
  s.ink.addEventListener("blur", () => { lift(s); s.ring.hidden = true; });
  s.resize = new ResizeObserver(() => fit(s));
  s.resize.observe(s.ink);
  return s;
}

// ---- what comes from the server

function load(s, bytes) {
  const { header, rest: picture } = unpack(bytes);
  const before = s.header;
  s.header = header;
  if (picture.length && !same(picture, s.picture)) {
    s.picture = picture;
    const shown = s.$(".under");
    if (s.url) URL.revokeObjectURL(s.url);
    s.url = URL.createObjectURL(new Blob([picture], { type: "image/png" }));
    shown.onload = () => shown.classList.toggle("small", shown.naturalWidth <= 160);
    shown.src = s.url;
    shown.hidden = false;
  }
  if (!before) open(s);
  else if (before.paper !== header.paper) { redraw(s); if (inked(s)) later(s, PAUSE); }
}

const same = (a, b) => a.length === b?.length && a.every((byte, i) => byte === b[i]);

function open(s) {
  const { mode, size, label, held } = s.header;
  const masking = mode === "mask";
  s.box.classList.toggle("mask", masking);
  s.box.setAttribute("aria-label", label);
  s.ink.setAttribute("aria-label", `${label}: ${masking ? "paint over what shall become new" : "an area to draw in"}`);
  s.$(".fill").title = masking ? "Mark everything" : "Fill the background";
  s.$(".fill").setAttribute("aria-label", s.$(".fill").title);
  s.width.value = masking ? 7 : 4;
  s.keys = { x: size / 2, y: size / 2, down: false, moved: false };
  if (!masking) palette(s);
  const kept = recall(s);
  if (kept) Object.assign(s, { ops: kept.ops, undone: kept.undone });
  fit(s);
  face(s);
  if (kept?.dirty || inked(s) !== held) later(s, SETTLE); // a new session, or a stroke that was never sent
}

function palette(s) {
  const group = s.$(".colours");
  const swatch = (attributes, colour) => {
    const input = document.createElement("input");
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
    if (colour) input.style.setProperty("--colour", colour);
    group.append(input);
    return input;
  };
  for (const [name, colour] of Object.entries(COLOURS)) {
    swatch({ type: "radio", name: "colour", value: colour, "aria-label": name, title: name }, colour).onchange = () => dip(s, colour);
  }
  const own = swatch({ type: "color", value: "#7a4fb5", "aria-label": "another colour", title: "another colour" });
  own.oninput = () => {
    own.dataset.mine = "true";
    own.style.setProperty("--colour", own.value);
    dip(s, own.value);
  };
  own.onclick = () => { if (own.dataset.mine) dip(s, own.value); };
}

// ---- strokes

const middle = (p, k) => (k < 1 ? [p[0][0], p[0][1]] : [(p[k - 1][0] + p[k][0]) / 2, (p[k - 1][1] + p[k][1]) / 2]);

// Draws a stroke from its k-th point on: a smooth line through the middles between points; its tail when it is done.
function trace(pen, op, tint, from = 0, done = true) {
  const p = op.points;
  const wide = (k) => op.width * (p[k][2] ?? 1);
  pen.globalCompositeOperation = op.kind === "eraser" ? "destination-out" : "source-over";
  pen.strokeStyle = pen.fillStyle = op.kind === "eraser" ? "#000" : tint ?? op.colour;
  pen.lineCap = pen.lineJoin = "round";
  if (from === 0) {
    pen.beginPath();
    pen.arc(p[0][0], p[0][1], wide(0) / 2, 0, 2 * Math.PI);
    pen.fill();
  }
  const line = (width, start, through, end) => {
    pen.lineWidth = width;
    pen.beginPath();
    pen.moveTo(...start);
    pen.quadraticCurveTo(...through, ...end);
    pen.stroke();
  };
  for (let k = Math.max(1, from); k < p.length; k++) {
    line((wide(k) + wide(k - 1)) / 2, middle(p, k - 1), [p[k - 1][0], p[k - 1][1]], middle(p, k));
  }
  const last = p[p.length - 1];
  if (done && p.length > 1) line(wide(p.length - 1), middle(p, p.length - 1), [last[0], last[1]], [last[0], last[1]]);
}

// What counts of the history: all after the last clearing.
function standing(s) {
  return s.ops.slice(s.ops.findLastIndex((op) => op.kind === "clear") + 1);
}

function inked(s) {
  return standing(s).some((op) => op.kind !== "eraser");
}

function paper(s) {
  if (s.header.mode === "mask") return s.header.paper;
  return standing(s).findLast((op) => op.kind === "fill")?.colour ?? s.header.paper;
}

function paint(s, pen, scale, tint) {
  const { size, mode } = s.header;
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.clearRect(0, 0, size, size);
  for (const op of standing(s)) {
    if (op.points) trace(pen, op, tint);
    else if (mode === "mask") { // everything is marked
      pen.globalCompositeOperation = "source-over";
      pen.fillStyle = tint;
      pen.fillRect(0, 0, size, size);
    }
  }
}

const tint = (s) => (s.header.mode === "mask" ? s.stripes : undefined);

function stripes(s) {
  const dpr = window.devicePixelRatio || 1;
  const side = Math.round(9 * dpr);
  const tile = Object.assign(document.createElement("canvas"), { width: side, height: side });
  const pen = tile.getContext("2d");
  pen.fillStyle = SIGNAL[0];
  pen.fillRect(0, 0, side, side);
  pen.strokeStyle = SIGNAL[1];
  pen.lineWidth = dpr;
  for (const at of [-side, 0, side]) {
    pen.moveTo(at - side, 2 * side);
    pen.lineTo(at + 2 * side, -side);
  }
  pen.stroke();
  const pattern = s.pen.createPattern(tile, "repeat");
  const scale = s.header.size / s.ink.width;
  pattern.setTransform(new DOMMatrix([scale, 0, 0, scale, 0, 0]));
  return pattern;
}

function redraw(s) {
  s.box.style.setProperty("--paper", paper(s));
  paint(s, s.pen, s.ink.width / s.header.size, tint(s));
  if (s.stroke) trace(s.pen, s.stroke, tint(s), 0, false);
}

function fit(s) {
  if (!s.header) return;
  const side = Math.max(1, Math.round(s.ink.clientWidth * (window.devicePixelRatio || 1)));
  if (s.ink.width !== side) Object.assign(s.ink, { width: side, height: side });
  s.stripes = stripes(s);
  redraw(s);
  ring(s);
}

function thickness(s) {
  return (WIDTHS[Number(s.width.value)] * s.header.size) / 256;
}

function begin(s, point, tool = s.tool) {
  clearTimeout(s.timer);
  s.stroke = { kind: tool, colour: s.colour, width: thickness(s), points: [point] };
  trace(s.pen, s.stroke, tint(s), 0, false);
}

function extend(s, point) {
  const p = s.stroke.points;
  const [x, y] = p[p.length - 1];
  if (Math.hypot(point[0] - x, point[1] - y) < (NEAR * s.header.size) / 256) return;
  p.push(point);
  trace(s.pen, s.stroke, tint(s), p.length - 1, false);
}

function end(s) {
  const stroke = s.stroke;
  if (!stroke) return;
  s.stroke = null;
  add(s, stroke);
}

function add(s, op) {
  lift(s);
  s.ops.push(op);
  s.undone = [];
  changed(s);
}

function undo(s) {
  lift(s);
  if (!s.ops.length) return;
  s.undone.push(s.ops.pop());
  say(s, "Undone");
  changed(s);
}

function redo(s) {
  lift(s);
  if (!s.undone.length) return;
  s.ops.push(s.undone.pop());
  say(s, "Done again");
  changed(s);
}

function changed(s) {
  redraw(s);
  face(s);
  keep(s, true);
  later(s, PAUSE);
}

// ---- sending, and keeping

function later(s, wait) {
  clearTimeout(s.timer);
  s.timer = setTimeout(() => { if (!s.stroke) send(s); }, wait);
}

function send(s) {
  const { size, mode } = s.header;
  let png = "";
  if (inked(s)) {
    const [layer, whole] = [0, 1].map(() => Object.assign(document.createElement("canvas"), { width: size, height: size }));
    paint(s, layer.getContext("2d"), 1, mode === "mask" ? "#ffffff" : undefined);
    const pen = whole.getContext("2d");
    pen.fillStyle = paper(s);
    pen.fillRect(0, 0, size, size);
    pen.drawImage(layer, 0, 0);
    png = whole.toDataURL("image/png");
  }
  s.tell("drawn", { png });
  keep(s, false);
  s.box.dataset.sent = String(++s.sent);
}

const place = (s) => `canvas ${location.pathname} ${s.header.name} ${s.header.size}`;

function keep(s, dirty) {
  try {
    sessionStorage.setItem(place(s), JSON.stringify({ ops: s.ops, undone: s.undone, dirty }));
  } catch { /* no room, or no storage: the strokes last as long as the page */ }
}

function recall(s) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(place(s)));
    return Array.isArray(kept?.ops) && Array.isArray(kept.undone) ? kept : null;
  } catch {
    return null;
  }
}

// ---- mouse, finger and pen

function spot(s, event) {
  const { left, top, width, height } = s.ink.getBoundingClientRect();
  const { size } = s.header;
  const round = (value) => Math.round(value * 10) / 10;
  const point = [round(((event.clientX - left) / width) * size), round(((event.clientY - top) / height) * size)];
  if (event.pointerType === "pen" && event.pressure) point.push(Math.round((0.3 + 1.4 * event.pressure) * 100) / 100);
  return point;
}

function pointer(s) {
  const on = (name, act) => s.ink.addEventListener(name, act);
  on("pointerdown", (event) => {
    const rubber = (event.buttons & 32) !== 0; // the other end of a pen
    if ((event.button !== 0 && !rubber) || s.pointer !== undefined || !s.header) return;
    event.preventDefault();
    lift(s);
    s.ink.focus({ preventScroll: true });
    s.ink.setPointerCapture(event.pointerId);
    s.pointer = event.pointerId;
    begin(s, spot(s, event), rubber ? "eraser" : s.tool);
    hover(s, event);
  });
  on("pointermove", (event) => {
    hover(s, event);
    if (event.pointerId !== s.pointer || !s.stroke) return;
    const all = event.getCoalescedEvents?.() ?? [];
    for (const one of all.length ? all : [event]) extend(s, spot(s, one));
  });
  for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) {
    on(name, (event) => {
      if (event.pointerId !== s.pointer) return;
      s.pointer = undefined;
      end(s);
    });
  }
  on("pointerleave", () => { if (s.pointer === undefined) s.ring.hidden = true; });
}

function hover(s, event) {
  if (!s.header || event.pointerType === "touch") return;
  const [x, y] = spot(s, event);
  Object.assign(s.keys, { x, y });
  s.ring.classList.remove("keys");
  s.ring.hidden = false;
  ring(s);
}

function ring(s) {
  if (s.ring.hidden || !s.keys) return;
  const scale = s.ink.clientWidth / s.header.size;
  const wide = Math.max(3, thickness(s) * scale);
  s.ring.style.width = s.ring.style.height = `${wide}px`;
  s.ring.style.transform = `translate(${s.keys.x * scale - wide / 2}px, ${s.keys.y * scale - wide / 2}px)`;
  s.ring.classList.toggle("down", s.keys.down);
}

// ---- the keyboard

function cursor(s) {
  if (!s.keys) return;
  const { size } = s.header;
  for (const axis of ["x", "y"]) s.keys[axis] = Math.max(0, Math.min(size, s.keys[axis]));
  s.ring.classList.add("keys");
  s.ring.hidden = false;
  ring(s);
}

function lift(s) {
  if (!s.keys?.down) return;
  s.keys.down = false;
  say(s, "Pen up");
  ring(s);
  end(s);
}

function lower(s) {
  if (s.pointer !== undefined) return;
  Object.assign(s.keys, { down: true, moved: false });
  say(s, "Pen down");
  begin(s, [s.keys.x, s.keys.y]);
  cursor(s);
}

function step(s, dx, dy, far) {
  const reach = s.header.size / (far ? 16 : 64);
  s.keys.x += dx * reach;
  s.keys.y += dy * reach;
  s.keys.moved = true;
  cursor(s);
  if (s.keys.down) extend(s, [s.keys.x, s.keys.y]);
}

function resize(s, by) {
  s.width.value = String(Number(s.width.value) + by);
  face(s);
  say(s, `Size ${thickness(s)}`);
}

function keyboard(s, event) {
  if (!s.header || event.altKey) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const letters = {
    b: () => take(s, "brush"), e: () => take(s, "eraser"), z: () => (event.shiftKey ? redo(s) : undo(s)), y: () => redo(s),
    "[": () => resize(s, -1), "-": () => resize(s, -1), "]": () => resize(s, 1), "+": () => resize(s, 1),
  };
  const sheet = event.target === s.ink;
  if (event.ctrlKey || event.metaKey) { if (!["z", "y"].includes(key)) return; letters[key](); }
  else if (key in letters) letters[key]();
  else if (sheet && key in moves) step(s, ...moves[key], event.shiftKey);
  else if (sheet && key === " ") { if (!event.repeat) s.keys.down ? lift(s) : lower(s); }
  else if (sheet && key === "Escape" && s.keys.down) lift(s);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

// ---- faces

function take(s, tool) {
  lift(s);
  s.tool = tool;
  face(s);
  say(s, tool === "brush" ? "Brush" : "Eraser");
}

function dip(s, colour) {
  s.colour = colour;
  take(s, "brush");
}

function say(s, words) {
  s.$(".said").textContent = words;
}

function face(s) {
  for (const tool of ["brush", "eraser"]) s.$(`.${tool}`).setAttribute("aria-pressed", String(s.tool === tool));
  const off = { undo: !s.ops.length, redo: !s.undone.length, clear: !inked(s) };
  for (const [name, value] of Object.entries(off)) s.$(`.${name}`).setAttribute("aria-disabled", String(value));
  for (const input of s.box.querySelectorAll(".colours input")) {
    const chosen = input.type === "radio" ? input.value === s.colour : input.dataset.mine && input.value === s.colour;
    input.classList.toggle("chosen", Boolean(chosen));
    if (input.type === "radio") input.checked = Boolean(chosen);
  }
  const wide = thickness(s);
  s.$(".size output").textContent = `${wide} px`;
  s.width.setAttribute("aria-valuetext", `${wide} of ${s.header.size} pixels`);
  s.box.dataset.ops = String(s.ops.length);
  ring(s);
}

function hear(s, { data, setTriggerValue }) {
  s.tell = setTriggerValue;
  fresh(s, data, load);
}

export default component(mount, hear, (s) => {
  clearTimeout(s.timer); // what waits is marked in the tab's storage, and sent when the page comes back
  s.resize.disconnect();
  if (s.url) URL.revokeObjectURL(s.url);
});
