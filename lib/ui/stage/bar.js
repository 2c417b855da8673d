// The bar of the stage, and its keys. Blank, notes, timer and full screen need no server; only another scene does.
// Keys are heard on the whole document, before anything else hears them. Page keys always belong to the stage, as a
// clicker sends them. The other keys are left to whatever has the focus and knows them: a player, a field, a button.
const AGAIN = 1500; // ms after which the server is asked again: a message that meets another one may be lost
const TRIES = 10;
const STORE = "stage-timer";
const NOTES = "stageNotes"; // on the root element: the page's style shows the notes where it is there

function mount(root) {
  const $ = (selector) => root.querySelector(selector);
  const s = { root, $, at: 0, waiting: null, data: null, timer: load() };
  s.go = (scene) => {
    scene = Math.max(0, Math.min(s.data.titles.length - 1, scene));
    if (scene === s.at) return;
    if (!s.timer.running && !s.timer.spent && scene > s.at) start(s);
    s.at = scene;
    close(s);
    face(s);
    document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
    ask(s, "scene", scene, (data) => data.scene === scene);
  };
  s.next = () => {
    const open = s.data.asks.includes(s.at);
    if (!open) return s.go(s.at + 1);
    s.data.asks = s.data.asks.filter((scene) => scene !== s.at);
    const at = s.at;
    ask(s, "lock", at, (data) => !data.asks.includes(at));
  };
  const click = (name, act) => { $(name).onclick = (event) => { act(); if (event.detail) $(name).blur(); }; };
  click(".exit", () => leave(s));
  click(".list", () => list(s));
  click(".back", () => s.go(s.at - 1));
  click(".next", s.next);
  click(".notes", () => notes(s));
  click(".dark", () => blank(s));
  click(".full", full);
  $(".timer").onclick = (event) => { event.shiftKey ? reset(s) : pause(s); if (event.detail) $(".timer").blur(); };
  $(".blank").onclick = () => blank(s);
  s.keys = (event) => keyboard(s, event);
  document.addEventListener("keydown", s.keys, true);
  s.clock = setInterval(() => { remind(s); if (s.server) recall(s, AGAIN); tell(s); }, 500);
  return s;
}

// Ask the server for something, and again until its answer says that it was done. While it is at work nothing is
// asked again: that would interrupt the answer, on a slow machine each time anew.
function ask(s, act, value, done) {
  s.waiting = { act, value, done, sent: Date.now(), tries: 1 };
  s.send(act, value);
}

function remind(s) {
  const w = s.waiting;
  if (!w) return;
  if (document.querySelector('.stApp')?.dataset.testScriptState === "running") w.sent = Date.now();
  if (Date.now() - w.sent < AGAIN) return;
  if (w.tries >= TRIES) { s.waiting = null; s.at = s.server.scene; return face(s); }
  Object.assign(w, { sent: Date.now(), tries: w.tries + 1 });
  s.send(w.act, w.value);
}

function keyboard(s, event) {
  if (!s.data || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const act = action(s, event, event.composedPath());
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

function action(s, event, path) {
  const moves = { PageDown: s.next, PageUp: () => s.go(s.at - 1) };
  if (event.key in moves) return moves[event.key];
  const is = (selector) => path.some((node) => node.matches?.(selector));
  const typing = is("input:not([type=range]):not([type=radio]):not([type=checkbox]), textarea, [contenteditable=true]");
  if (typing) return null;
  if (event.key === "Escape") return () => escape(s, is(".player"));
  const letters = { b: () => blank(s), ".": () => blank(s), n: () => notes(s), f: full, l: () => list(s) };
  const letter = event.key.toLowerCase();
  if (letter in letters && !event.repeat) return letters[letter];
  if (letter === "t" && !event.repeat) return () => (event.shiftKey ? reset(s) : pause(s));
  if (is(".player, select, input, [role=slider], [role=radio], [role=listbox]")) return null;
  if (/^[1-6]$/.test(event.key) && s.data.asks.includes(s.at)) return () => s.send("choose", Number(event.key) - 1);
  if (event.key === " ") return is("button, a, summary") ? null : play;
  const last = s.data.titles.length - 1;
  const arrows = { ArrowRight: s.next, ArrowLeft: () => s.go(s.at - 1), Home: () => s.go(0), End: () => s.go(last) };
  return arrows[event.key] || null;
}

// Whatever is open goes first; then the focus comes back from a player; then the stage is left.
function escape(s, inPlayer) {
  if (s.$(".blank").matches(":popover-open")) return blank(s);
  if (s.$(".scenes").matches(":popover-open")) return close(s);
  if (inPlayer) return document.activeElement?.shadowRoot?.activeElement?.blur();
  leave(s);
}

function leave(s) {
  forgetSaid();
  s.send("exit", true);
}

function close(s) {
  s.$(".list").setAttribute("aria-expanded", "false");
  for (const name of [".scenes", ".blank"]) if (s.$(name).matches(":popover-open")) s.$(name).hidePopover();
}

function blank(s) { s.$(".blank").togglePopover(); }

function list(s) {
  s.$(".scenes").togglePopover();
  const open = s.$(".scenes").matches(":popover-open");
  s.$(".list").setAttribute("aria-expanded", String(open));
  if (open) s.$("ol [aria-current]")?.focus();
}

function notes(s) {
  const set = document.documentElement.dataset;
  if (NOTES in set) delete set[NOTES];
  else set[NOTES] = "";
  s.$(".notes").setAttribute("aria-pressed", String(NOTES in set));
}

function full() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.().catch(() => {});
}

// Plays or pauses all pictures on the stage.
function play() {
  for (const host of document.querySelectorAll("*")) host.shadowRoot?.querySelector(".player .play")?.click();
}

// The timer counts the time since it was started; it outlives a reload of the tab.
function load() {
  try {
    const found = JSON.parse(sessionStorage.getItem(STORE));
    if (Number.isFinite(found.spent)) return found;
  } catch {}
  return { running: false, since: 0, spent: 0 };
}

function keep(s) {
  try { sessionStorage.setItem(STORE, JSON.stringify(s.timer)); } catch {}
  tell(s);
}

function start(s) { Object.assign(s.timer, { running: true, since: Date.now() }); keep(s); }

function pause(s) {
  if (!s.timer.running) return start(s);
  Object.assign(s.timer, { running: false, spent: s.timer.spent + Date.now() - s.timer.since });
  keep(s);
}

function reset(s) { Object.assign(s.timer, { running: false, since: 0, spent: 0 }); keep(s); }

function tell(s) {
  if (!s.data) return;
  const spent = s.timer.spent + (s.timer.running ? Date.now() - s.timer.since : 0);
  const words = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  const planned = s.data.until[s.at];
  const text = words(spent / 1000) + (planned ? ` / ${words(planned * 60)}` : "");
  const timer = s.$(".timer");
  if (timer.textContent !== text) timer.textContent = text;
  timer.dataset.running = String(s.timer.running);
  const of = planned ? `; this scene should end at ${words(planned * 60)}` : "";
  timer.title = `Start or pause (T), back to zero (Shift+T)${of}`;
}

function face(s) {
  const { titles, title, asks } = s.data;
  s.$(".title").textContent = title;
  s.$(".place").textContent = `${s.at + 1} / ${titles.length}`;
  s.$(".back").disabled = s.at === 0;
  s.$(".next").disabled = s.at === titles.length - 1 && !asks.includes(s.at);
  const entries = titles.map((text, scene) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: `${scene + 1}. ${text}` });
    if (scene === s.at) button.setAttribute("aria-current", "step");
    button.onclick = () => { s.go(scene); close(s); };
    const entry = document.createElement("li");
    entry.append(button);
    return entry;
  });
  s.$("ol").replaceChildren(...entries);
  s.$(".notes").setAttribute("aria-pressed", String(NOTES in document.documentElement.dataset));
  tell(s);
}

function hear(s, { data, setTriggerValue }) {
  s.send = (act, value) => setTriggerValue("go", { act, value });
  if (!data || JSON.stringify(data) === s.told) return;
  s.told = JSON.stringify(data);
  s.server = data;
  if (data.heard) keepSaid(data);
  recall(s, AGAIN);
  s.data = { ...data, asks: data.asks.filter((scene) => !s.recalled.has(scene)) };
  if (s.waiting?.done(data)) s.waiting = null;
  if (s.waiting?.act !== "scene") s.at = data.scene; // else this answers an earlier key of several
  if (s.waiting?.act === "lock") s.data.asks = s.data.asks.filter((scene) => scene !== s.waiting.value);
  face(s);
}

export default component(mount, hear, (s) => {
  document.removeEventListener("keydown", s.keys, true);
  clearInterval(s.clock);
  for (const name of [NOTES, RECALLS]) delete document.documentElement.dataset[name];
});
