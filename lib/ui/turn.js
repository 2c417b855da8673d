// An anagram that turns at a click. Nothing goes to the server.
const SECONDS = 0.8; // from one side to the other
const MOST = 384; // CSS pixels on a side
const DEPTH = 3; // how far away the eye is from what turns in space, in widths of the picture

function mount(root) {
  const $ = (selector) => root.querySelector(selector);
  const s = { $, box: $(".turn"), button: $("button"), canvas: $("canvas"), at: 0, goal: 0, drawn: -1, run: 0 };
  s.button.onclick = () => { if (s.header) { go(s, 1 - s.goal); remember(s.header.name, s.goal || null); } };
  early(s, s.box, load);
  s.resize = new ResizeObserver(() => layout(s));
  s.resize.observe(s.box);
  return s;
}

async function load(s, bytes, decoded) {
  const { header, rest } = unpack(bytes);
  const run = ++s.run;
  const same = !s.header || (s.header.kind === header.kind && String(s.header.names) === String(header.names));
  if (!same) Object.assign(s, { at: 0, goal: 0 }); // another anagram begins upright
  if (!s.header && recall(header.name) === "1") Object.assign(s, { at: 1, goal: 1 });
  s.header = header;
  layout(s);
  face(s);
  const bitmap = await (decoded ?? bitmapOf(rest));
  if (run !== s.run) return; // a newer picture came while this one was decoded
  Object.assign(s, { bitmap, drawn: -1 });
  Object.assign(s.canvas, { width: header.width, height: header.height });
  show(s);
}

function layout(s) {
  if (s.header) s.box.classList.toggle("small", enlarge(s.button, s.header, s.box.clientWidth - 4, MOST));
}

function go(s, goal) {
  s.goal = goal;
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
    s.at = goal;
    return show(s);
  }
  s.last = performance.now();
  if (!s.raf) s.raf = requestAnimationFrame((now) => tick(s, now));
}

function tick(s, now) {
  const step = Math.min(0.1, Math.max(0, now - s.last) / 1000) / SECONDS;
  s.last = now;
  s.at = s.goal > s.at ? Math.min(s.goal, s.at + step) : Math.max(s.goal, s.at - step);
  s.raf = s.at === s.goal ? 0 : requestAnimationFrame((next) => tick(s, next));
  show(s);
}

const ease = (t) => (t < 0.5 ? 4 * t ** 3 : 1 - (2 - 2 * t) ** 3 / 2);

// A rotation shrinks on its way, so that its corners stay inside the frame.
function rotate(degrees) {
  const angle = (degrees * Math.PI) / 180;
  return `rotate(${degrees}deg) scale(${1 / (Math.abs(Math.cos(angle)) + Math.abs(Math.sin(angle)))})`;
}

function pose(kind, t, width) {
  const depth = `perspective(${DEPTH * width}px)`;
  const small = 1 - 0.3 * Math.sin(Math.PI * t); // what comes nearer stays inside the frame
  return {
    rotate90: () => rotate(-90 * t),
    rotate180: () => rotate(-180 * t),
    rotate270: () => rotate(90 * t),
    flip: () => `${depth} scale(${small}) rotateX(${180 * t}deg)`,
    mirror: () => `${depth} scale(${small}) rotateY(${180 * t}deg)`,
  }[kind]?.() ?? "none";
}

function show(s) {
  if (!s.bitmap) return;
  const { width, height, frames, kind } = s.header;
  const t = ease(s.at);
  const k = Math.round(t * (frames - 1));
  if (k !== s.drawn) {
    s.drawn = k;
    s.canvas.getContext("2d").drawImage(s.bitmap, 0, k * height, width, height, 0, 0, width, height);
  }
  s.canvas.style.transform = s.at === 0 ? "none" : pose(kind, t, s.button.clientWidth);
  s.canvas.style.filter = kind === "negate" && t > 0 ? `invert(${t})` : "none";
  face(s);
}

function face(s) {
  const turned = s.at >= 0.5;
  const name = s.header.names[turned ? 1 : 0];
  const caption = s.$("b");
  if (caption.textContent !== name) caption.textContent = name;
  s.$(".words").textContent = turned ? "click to turn back" : "click to turn";
  s.button.setAttribute("aria-pressed", String(s.goal === 1));
  s.button.setAttribute("aria-label", `Turn the picture: ${s.header.names[0]}, or ${s.header.names[1]}`);
  s.box.classList.toggle("moving", s.at !== s.goal);
  s.box.dataset.at = s.at.toFixed(2);
}

export default component(mount, (s, { data }) => fresh(s, data, load), (s) => {
  cancelAnimationFrame(s.raf);
  s.resize.disconnect();
  forget(s.header?.name);
});
