// Answers that are here before they are asked for: when a control moves to a value whose answer is known, its places show
// that at once. What the server still has to say about the values before is held back until it has caught up.
const SOON = 1500; // ms: then the server has answered, unless it is busy
const AGAIN = 300;
const MOVES = ["aria-checked", "aria-valuetext", "data-selected", "aria-pressed"]; // of buttons, sliders, switches, galleries

const inside = (box) => box?.querySelector('[data-testid="stBidiComponentIsolated"]')?.shadowRoot;

// What a control stands at, spelled as lib.ui.ahead does.
function standsAt(control) {
  const box = document.querySelector(`.st-key-${control}`);
  const gallery = inside(box);
  if (gallery) return gallery.querySelector('[aria-pressed="true"]')?.dataset.ref;
  const [bar, light] = [box?.querySelector('input[type="range"]'), box?.querySelector('[role="switch"]')];
  if (light) return String(light.checked);
  const text = bar ? bar.getAttribute("aria-valuetext") : box?.querySelector('[aria-checked="true"]')?.textContent;
  return text && !isNaN(text) ? String(Number(text)) : text;
}

function mount() {
  const s = { answers: new Map(), held: new Map(), timer: 0 };
  s.watch = new MutationObserver(() => moved(s));
  const main = document.querySelector('[data-testid="stMain"]') ?? document.body;
  s.watch.observe(main, { subtree: true, attributes: true, attributeFilter: MOVES });
  s.elsewhere = ({ target }) => { if (!target.closest?.(`.st-key-${s.control}`)) settle(s); };
  for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, s.elsewhere, true);
  return s;
}

function load(s, bytes) {
  const { header, rest } = unpack(bytes);
  Object.assign(s, { control: header.control, others: header.others, answers: new Map() });
  let from = 0;
  for (const [value, place, words, length] of header.answers) {
    const part = rest.subarray(from, (from += length));
    if (!s.answers.has(value)) s.answers.set(value, []);
    s.answers.get(value).push([place, words ? new TextDecoder().decode(part) : decoded(part)]);
  }
  s.at = standsAt(s.control);
  const gallery = inside(document.querySelector(`.st-key-${s.control}`));
  if (gallery) s.watch.observe(gallery, { subtree: true, attributes: true, attributeFilter: MOVES });
}

function decoded(bytes) {
  return { bytes, bitmap: bitmapOf(unpack(bytes).rest) };
}

function moved(s) {
  const at = standsAt(s.control);
  if (at === s.at) return;
  s.at = at;
  const known = s.answers.get(at);
  if (!known || Object.entries(s.others).some(([other, value]) => (standsAt(other) ?? value) !== value)) return settle(s);
  for (const [place, what] of known) (typeof what === "string" ? write : hand)(s, place, what);
  clearTimeout(s.timer);
  s.timer = setTimeout(() => rest(s), SOON);
}

// A component shows it, and waits for the server itself (block.js).
function hand(s, place, block) {
  const player = inside(document.querySelector(`.st-key-${place}`))?.querySelector("[data-early]");
  const send = (detail) => player?.dispatchEvent(new CustomEvent("early", { detail }));
  send(block);
  s.held.set(place, () => send(null));
}

// HTML is written over what React wrote, and again where React writes what is no longer true.
function write(s, place, text) {
  const page = () => document.querySelector(`.st-key-${place} [data-testid="stHtml"]`);
  if (!page()) return;
  s.held.get(place)?.(true);
  let late = null;
  page().innerHTML = text;
  const own = page().innerHTML;
  const watch = new MutationObserver(() => {
    if (!page()) return;
    late = page().innerHTML === own ? null : page().innerHTML;
    if (late !== null) page().innerHTML = text;
    watch.takeRecords(); // of this line, which isn't React's
  });
  watch.observe(document.querySelector(`.st-key-${place}`), { subtree: true, childList: true });
  s.held.set(place, (over) => {
    watch.disconnect();
    if (!over && late !== null && page()) page().innerHTML = late;
  });
}

function rest(s) {
  const busy = document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState !== "notRunning";
  if (busy) s.timer = setTimeout(() => rest(s), AGAIN);
  else settle(s);
}

// From here on the server is believed.
function settle(s) {
  clearTimeout(s.timer);
  for (const end of s.held.values()) end();
  s.held.clear();
}

export default component(mount, (s, { data }) => fresh(s, data, load), (s) => {
  settle(s);
  s.watch.disconnect();
  for (const name of ["pointerdown", "keydown"]) document.removeEventListener(name, s.elsewhere, true);
});
