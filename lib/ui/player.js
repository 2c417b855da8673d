// The trajectory player. Everything happens here: no message goes to the server while a run is played or scrubbed. The
// frame stands in the address bar, once the reader has chosen one.
const PLAY = "M8 5.2v13.6L19 12z";
const PAUSE = "M7 5h3.5v14H7zM13.5 5H17v14h-3.5z";
const SECONDS = 5; // one run at normal speed
const HOLD = 1.2; // seconds that a repeating run rests on its last frame
const GAP = 24; // CSS pixels between panels
const CAPTION = 30; // and below each
const HEADS = 22; // and above each
const WORTH = 1.6; // times larger: then panels stand below each other
const FINE = 120; // pixels of a picture: then those of the screen may be shared
const EVEN = 1.4; // times larger: then the last row may have gaps
const SETTLED = 400; // ms without another key: then the frame goes into the address bar

function mount(root) {
  const $ = (selector) => root.querySelector(selector);
  const s = { root, $, canvases: [], at: 1, drawn: -1, playing: false, rest: 0, last: 0, visible: true, wanted: false };
  s.box = $(".player");
  s.scrub = $(".scrub");
  s.loop = () => $(".loop").getAttribute("aria-pressed") === "true";
  $(".play").onclick = () => toggle(s);
  $(".loop").onclick = () => $(".loop").setAttribute("aria-pressed", String(!s.loop()));
  s.scrub.oninput = () => choose(s, Number(s.scrub.value));
  s.scrub.onchange = () => mark(s);
  s.box.addEventListener("keydown", (event) => keyboard(s, event));
  early(s, s.box, load);
  s.resize = new ResizeObserver(() => layout(s));
  s.resize.observe(s.box);
  s.fit = () => { if (s.header?.fill) layout(s); };
  window.addEventListener("resize", s.fit);
  document.fonts?.ready.then(() => setTimeout(s.fit, 100)); // letters above it may have moved it
  s.sight = new IntersectionObserver(([entry]) => { s.visible = entry.isIntersecting; if (s.visible) wake(s); });
  s.sight.observe(s.box);
  return s;
}

async function load(s, bytes, decoded) {
  const { header, rest } = unpack(bytes);
  const turn = (s.turn = (s.turn || 0) + 1);
  if (!s.header) { s.header = header; build(s); } // room is made before the picture is there
  const bitmap = await (decoded ?? bitmapOf(rest));
  if (turn !== s.turn) return; // a newer run came while this one was decoded
  if (!s.lent) s.bitmap?.close();
  [s.bitmap, s.lent] = [bitmap, decoded !== undefined];
  const first = !s.loaded;
  if (first && header.loop === false) s.$(".loop").setAttribute("aria-pressed", "false");
  s.$(".facts").hidden = header.facts === false;
  s.box.classList.toggle("points", header.points === true);
  s.header = header;
  s.loaded = true;
  s.drawn = -1;
  build(s);
  const asked = first && !s.chosen ? recallNumber(header.name, 0, header.frames - 1) : null;
  if (first && !s.chosen) s.at = (asked ?? header.start) / Math.max(1, header.frames - 1);
  if (asked !== null || s.chosen) s.marked = true;
  else if (first && header.autoplay && !matchMedia("(prefers-reduced-motion: reduce)").matches) { s.at = (header.from || 0) / Math.max(1, header.frames - 1); play(s); }
  seek(s, s.at);
  if (s.marked) mark(s); // of another run it may be another frame, and of a bad link a better one
  if (first && !header.alone) requestAnimationFrame(painted);
}

// The server may hold back what stands below until now (painted.js).
function painted() {
  window.paintedBefore = dispatchEvent(new Event("painted", { cancelable: true })); // true: nobody has heard it yet
}

// The frame that is seen goes into the address bar; the one that the page opens with needs no word.
function mark(s) {
  if (!s.loaded) return;
  s.marked = true;
  remember(s.header.name, s.drawn === s.header.start ? null : s.drawn);
}

function build(s) {
  const { panels, width, height } = s.header;
  const stage = s.$(".stage");
  if (s.canvases.length !== panels.length) {
    s.canvases = panels.map(([letter, index, words]) => {
      const figure = document.createElement("figure");
      const canvas = document.createElement("canvas");
      const caption = document.createElement("figcaption");
      const hat = letter.length > 1 ? "hat" : "";
      for (const [tag, text, className] of [["em", letter[0], hat], ["sub", index, ""], ["span", words, ""]]) {
        caption.append(Object.assign(document.createElement(tag), { textContent: text, className }));
      }
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", `${letter}${index}: ${words}`);
      canvas.onclick = () => toggle(s);
      const heads = Object.assign(document.createElement("div"), { className: "heads" });
      heads.setAttribute("aria-hidden", "true");
      figure.append(heads, canvas, caption);
      stage.append(figure);
      return canvas;
    });
  }
  s.canvases.forEach((canvas) => {
    const heads = (s.header.heads || []).map((text) => Object.assign(document.createElement("span"), { textContent: text }));
    canvas.previousElementSibling.replaceChildren(...heads);
  });
  for (const canvas of s.canvases) {
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  }
  layout(s);
}

// Each pixel of the model covers a whole number of pixels of the screen, as many as fit; the panels stand side by side,
// or one under the other where that makes them much larger.
function layout(s) {
  if (!s.header) return;
  const { width, height } = s.header;
  const n = s.canvases.length;
  if (s.header.fill) return fill(s, space(s));
  const columns = s.header.columns ?? n;
  const room = s.box.clientWidth;
  const tall = Math.max(240, 0.75 * window.innerHeight);
  const dpr = window.devicePixelRatio || 1;
  const words = CAPTION + (s.header.heads?.length ? HEADS : 0);
  const fit = (across, down) => {
    const largest = Math.min((room - GAP * (across - 1)) / across / width, (tall / Math.min(down, 2) - words) / height) * dpr;
    return largest >= 1 ? Math.floor(largest) / dpr : 0;
  };
  const [beside, below] = [fit(columns, Math.ceil(n / columns)), fit(1, n)];
  const stacked = s.header.columns ? !beside : below >= WORTH * beside && below > beside;
  const scale = (stacked ? below : beside) || Math.min(1, room / width);
  s.$(".stage").style.gridTemplateColumns = `repeat(${stacked ? 1 : columns}, max-content)`;
  for (const canvas of s.canvases) {
    canvas.style.width = `${width * scale}px`;
    canvas.style.height = `${height * scale}px`;
    canvas.previousElementSibling.style.width = canvas.style.width;
  }
}

// On the stage: as large as the window allows, in as many rows as make it largest.
function space(s) {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const main = document.querySelector('[data-testid="stMain"]');
  const top = s.box.getBoundingClientRect().top + (main?.scrollTop || 0);
  const foot = s.box.clientHeight - s.$(".stage").clientHeight + s.header.fill * rem;
  return { across: s.box.clientWidth, down: Math.max(240, window.innerHeight - top - foot), words: 1.8 * rem };
}

function fill(s, { across, down, words }) {
  const { width, height } = s.header;
  const n = s.canvases.length;
  const dpr = window.devicePixelRatio || 1;
  const scales = s.canvases.map((_, i) => {
    const [columns, rows] = [i + 1, Math.ceil(n / (i + 1))];
    return Math.min((across - GAP * i) / columns / width, (down / rows - words) / height) * dpr;
  });
  const fine = Math.min(width, height) >= FINE; // so many pixels needn't be squares of one size
  const whole = scales.map((scale) => (scale >= 1 && !fine ? Math.floor(scale) : scale));
  const worth = whole.map((scale, i) => (n % (i + 1) ? scale / EVEN : scale)); // full rows look calmer
  const columns = worth.lastIndexOf(Math.max(...worth)) + 1;
  const most = whole[columns - 1];
  s.$(".stage").style.gridTemplateColumns = `repeat(${columns}, max-content)`;
  for (const canvas of s.canvases) {
    canvas.style.width = `${(width * most) / dpr}px`;
    canvas.style.height = `${(height * most) / dpr}px`;
    canvas.style.imageRendering = fine ? "auto" : "";
  }
}

function draw(s) {
  if (!s.bitmap) return;
  const { frames, width, height, across } = s.header;
  const k = Math.round(s.at * (frames - 1));
  if (k === s.drawn) return;
  s.drawn = k;
  s.canvases.forEach((canvas, panel) => {
    const cell = k * s.canvases.length + panel;
    const x = (cell % across) * width;
    const y = Math.floor(cell / across) * height;
    const paper = canvas.getContext("2d");
    paper.clearRect(0, 0, width, height); // dots lie on nothing
    paper.drawImage(s.bitmap, x, y, width, height, 0, 0, width, height);
  });
  describe(s, k);
}

function describe(s, k) {
  const { frames, steps, t, alpha, sigma } = s.header;
  const count = steps?.length ? `step ${steps[k]} of ${steps.at(-1)}` : `picture ${k + 1} of ${frames}`;
  const time = Number.isInteger(t[k]) && (Math.max(t[0], t.at(-1)) > 1 || t[k] === 0) ? String(t[k]) : t[k].toFixed(2);
  s.$(".step").textContent = count;
  s.$(".time").textContent = `t = ${time}`;
  for (const [name, value] of [["alpha", alpha[k]], ["sigma", sigma[k]]]) {
    s.$(`.${name}`).style.setProperty("--share", `${Math.min(100, 100 * value)}%`);
    s.$(`.${name}-value`).textContent = value.toFixed(2);
  }
  s.scrub.setAttribute("aria-valuetext", `${count}, t = ${time}`);
  s.box.dataset.frame = String(k);
}

function seek(s, at) {
  s.at = Math.max(0, Math.min(1, at));
  s.scrub.value = String(s.at);
  draw(s);
}

// The reader's own choice, which may come before the first picture does: then the player opens there.
function choose(s, at) {
  s.chosen = true;
  pause(s);
  seek(s, at);
}

function tick(s, now) {
  s.raf = 0;
  if (!s.playing || !s.visible) return;
  const dt = Math.min(0.1, (now - s.last) / 1000) * Number(s.$("select").value);
  s.last = now;
  if (s.at < 1) seek(s, s.at + dt / SECONDS);
  else if (!s.loop()) { pause(s); return mark(s); }
  else if ((s.rest += dt) > HOLD) { s.rest = 0; seek(s, 0); }
  s.raf = requestAnimationFrame((next) => tick(s, next));
}

function wake(s) {
  if (!s.playing || s.raf) return;
  s.last = performance.now();
  s.raf = requestAnimationFrame((now) => tick(s, now));
}

function play(s) {
  if (s.at >= 1) s.at = 0;
  s.playing = true;
  s.rest = 0;
  face(s);
  wake(s);
}

function pause(s) {
  s.playing = false;
  face(s);
}

function toggle(s) {
  if (!s.playing) return play(s);
  pause(s);
  mark(s);
}

function face(s) {
  s.$(".play").setAttribute("aria-label", s.playing ? "Pause" : "Play");
  s.$(".play path").setAttribute("d", s.playing ? PAUSE : PLAY);
  s.box.dataset.playing = String(s.playing);
}

function keyboard(s, event) {
  if (event.target.tagName === "SELECT" || event.ctrlKey || event.metaKey || event.altKey || !s.header) return;
  const one = 1 / Math.max(1, s.header.frames - 1);
  const snap = (offset) => Math.round(s.at / one) * one + offset;
  const moves = { ArrowLeft: -one, ArrowDown: -one, ArrowRight: one, ArrowUp: one, PageDown: -10 * one, PageUp: 10 * one };
  if (event.key === " " && event.target.tagName !== "BUTTON") toggle(s);
  else if (event.key in moves) choose(s, snap(moves[event.key]));
  else if (event.key === "Home" || event.key === "End") choose(s, event.key === "End" ? 1 : 0);
  else return;
  event.preventDefault();
  event.stopPropagation();
  clearTimeout(s.settling);
  s.settling = setTimeout(() => { if (!s.playing) mark(s); }, SETTLED);
}

export default component(mount, (s, { data }) => fresh(s, data, load), (s) => {
  pause(s);
  clearTimeout(s.settling);
  forget(s.header?.name);
  window.removeEventListener("resize", s.fit);
  s.resize.disconnect();
  s.sight.disconnect();
});
