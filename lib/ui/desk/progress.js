// What a reader visited, tried and answered: kept in this browser, and nowhere else. The marks are rules of one
// stylesheet of the page, so they hold however often the server draws the page anew. Whatever else stands in the store
// under our name (another version, nonsense, somebody's file) counts as nothing.
const NAME = "diffusion-step-by-step.progress";
const VERSION = 1;
const MOST_LESSONS = 100;
const MOST = 50; // tasks or questions of a lesson
const MOST_BYTES = 200_000;
const PRAISE = ["You tried it.", "Done.", "Seen with your own eyes.", "Good."];
const MOVES = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End", "Enter", " "]);
const STYLE = `
  [class*="st-key-card-"] .eyebrow { display: flex; justify-content: space-between; gap: 0.5rem; opacity: 1; color: color-mix(in srgb, currentColor 72%, transparent); }
  [class*="st-key-card-"] .eyebrow::after { text-transform: none; letter-spacing: 0; font-weight: 500; color: var(--accent); }
  [class*="st-key-task-"] li::after { margin-left: 0.6em; font-size: 0.85em; font-weight: 600; white-space: nowrap; color: var(--accent); }
  [class*="st-key-quiz-"] summary::after { margin-left: auto; padding-left: 0.75rem; font-size: 0.85rem; font-weight: 500; white-space: nowrap; color: var(--accent); }
  [class*="_quiz_"][class*="_asked"] p::after { margin-left: 0.5em; font-size: 0.85em; font-weight: 600; white-space: nowrap; color: var(--accent); }
  [class*="_quiz_"] [role="radiogroup"] { row-gap: 0.4rem; }
  @media (prefers-reduced-motion: no-preference) {
    [class*="st-key-task-"] li::after { animation: desk-tick 0.4s ease-out; }
    @keyframes desk-tick { from { opacity: 0; } }
  }
`;
// Shared by all mounts of all pages; `memory` is what is kept where the browser keeps nothing.
const shared = (window[Symbol.for(NAME)] ??= { memory: null, sheet: null, mounts: new Set() });

const empty = () => ({ version: VERSION, lessons: {} });
const plain = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const count = (value) => (Number.isInteger(value) && value > 0 ? Math.min(value, MOST) : 0);
const numbers = (list, least, most) =>
  [...new Set(Array.isArray(list) ? list : [])].filter((i) => Number.isInteger(i) && i >= least && i <= most).sort((a, b) => a - b);

function clean(found) {
  const kept = empty();
  if (!plain(found) || found.version !== VERSION || !plain(found.lessons)) return kept;
  for (const [name, lesson] of Object.entries(found.lessons).slice(0, MOST_LESSONS)) {
    if (!/^[a-z][a-z0-9_]{0,39}$/.test(name) || !plain(lesson)) continue;
    const tasks = count(lesson.tasks), questions = count(lesson.questions);
    const answered = numbers(lesson.answered, 0, questions - 1);
    kept.lessons[name] = {
      tasks, questions, answered,
      done: numbers(lesson.done, 1, tasks),
      right: numbers(lesson.right, 0, questions - 1).filter((i) => answered.includes(i)),
    };
  }
  return kept;
}

function parse(text) {
  try { return clean(JSON.parse(text)); } catch { return empty(); }
}

function read() {
  if (shared.memory !== null) return parse(shared.memory);
  try { return parse(localStorage.getItem(NAME)); } catch { return empty(); }
}

function write(progress) {
  const text = JSON.stringify(progress);
  try {
    if (localStorage.getItem(NAME) !== text) localStorage.setItem(NAME, text);
    shared.memory = null;
  } catch { shared.memory = text; }
  paint();
}

function merged(progress, news) {
  const lessons = { ...progress.lessons };
  for (const [name, lesson] of Object.entries(news.lessons)) {
    const old = lessons[name] ?? { done: [], answered: [], right: [] };
    const both = (what) => [...old[what], ...lesson[what]];
    lessons[name] = { ...lesson, done: both("done"), answered: both("answered"), right: both("right") };
  }
  return clean({ version: VERSION, lessons });
}

const quoted = (text) => JSON.stringify(text);

function words({ tasks, done, questions, answered, right }) {
  if (tasks + questions && done.length === tasks && right.length === questions) return "✓ all done";
  const said = [];
  if (done.length) said.push(`${done.length} of ${tasks} tried`);
  if (answered.length) said.push(`quiz ${right.length}/${questions}`);
  return said.join(" · ") || "visited";
}

function rules(name, lesson) {
  const page = name.split("_")[0];
  const lines = [`.st-key-card-${name} .eyebrow::after { content: ${quoted(words(lesson))}; }`];
  for (const i of lesson.done) {
    lines.push(`.st-key-task-${name}-${i} li::after { content: ${quoted(`✓ ${PRAISE[(i - 1) % PRAISE.length]}`)}; }`);
  }
  for (const i of lesson.right) {
    lines.push(`.st-key-${page}_quiz_${i}_asked p::after { content: "✓ answered"; }`);
  }
  if (lesson.answered.length) {
    const told = `${lesson.right.length} of ${lesson.questions} right`;
    lines.push(`.st-key-quiz-${name} summary::after { content: ${quoted(told)}; }`);
  }
  return lines;
}

function paint() {
  if (!shared.sheet) {
    shared.sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, shared.sheet];
  }
  const progress = read();
  const text = STYLE + Object.entries(progress.lessons).flatMap(([name, lesson]) => rules(name, lesson)).join("\n");
  if (text !== shared.text) shared.sheet.replaceSync((shared.text = text));
  for (const s of shared.mounts) if (s.map) sum(s, progress);
}

// --- a lesson ---

function record(s, more = []) {
  const { lesson, tasks, done, questions, answered, right } = s.data;
  const before = read();
  const news = clean({ version: VERSION, lessons: { [lesson]: { tasks, questions, answered, right, done: [...done, ...more] } } });
  const after = merged(before, news);
  write(after);
  const old = before.lessons[lesson]?.done ?? [];
  if (after.lessons[lesson]?.done.some((i) => !old.includes(i))) s.said.textContent = "An exercise is done and ticked off.";
}

// Tools that work in the browser alone are watched there: their events pass through the page on their way up.
function noticed(s, event) {
  const watch = s.data?.watch ?? [];
  if (!watch.length || !event.isTrusted || (event.type === "keydown" && !MOVES.has(event.key))) return;
  const path = event.composedPath().filter((node) => node.classList);
  const used = (key) => path.some((node) => node.classList.contains(`st-key-${key}`));
  const found = watch.filter(([, keys]) => keys.some(used)).map(([task]) => Number(task));
  if (found.length) record(s, found);
}

// --- the map ---

function keeps() {
  try {
    localStorage.setItem(`${NAME}.probe`, "1");
    localStorage.removeItem(`${NAME}.probe`);
    return shared.memory === null;
  } catch { return false; }
}

function sum(s, progress) {
  const known = s.map.map((name) => progress.lessons[name]).filter(Boolean);
  const total = (what) => known.reduce((all, lesson) => all + lesson[what].length, 0);
  const many = (n, one, more) => `${n} ${n === 1 ? one : more}`;
  const kept = keeps() ? "It is kept in this browser only." : "This browser keeps nothing: save it as a file before you close the page.";
  s.$(".sum").textContent = known.length
    ? `${known.length} of ${s.map.length} lessons visited, ${many(total("done"), "exercise", "exercises")} tried, ` +
      `${many(total("right"), "quiz question", "quiz questions")} right. ${kept}`
    : `What you visit, try and answer is marked on these cards. ${kept}`;
  s.$(".save").disabled = s.$(".forget").disabled = !Object.keys(progress.lessons).length;
}

function save() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(read(), null, 1)], { type: "application/json" }));
  link.download = "diffusion-progress.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

async function load(s, file) {
  const found = file && file.size <= MOST_BYTES ? parse(await file.text()) : empty();
  const n = Object.keys(found.lessons).length;
  if (n) write(merged(read(), found));
  s.said.textContent = n
    ? `Loaded: ${n} ${n === 1 ? "lesson" : "lessons"}, added to what was here.`
    : "This file holds no progress of this app: take one that was saved here.";
}

function forget(s) {
  const button = s.$(".forget");
  const rest = () => { clearTimeout(s.timer); s.sure = false; button.textContent = "Forget my progress"; };
  if (!s.sure) {
    s.sure = true;
    button.textContent = "Really? Press again";
    s.timer = setTimeout(rest, 6000);
    return;
  }
  rest();
  try { localStorage.removeItem(NAME); } catch { /* nothing is kept there */ }
  shared.memory = null;
  paint();
  s.said.textContent = "Forgotten.";
}

// --- both ---

function mount(root) {
  const $ = (selector) => root.querySelector(selector);
  const s = { $, said: $(".said"), data: null, map: null, sure: false };
  s.onevent = (event) => noticed(s, event);
  s.onstorage = (event) => { if (event.key === NAME || event.key === null) paint(); };
  for (const type of ["pointerdown", "input", "keydown"]) document.addEventListener(type, s.onevent, true);
  window.addEventListener("storage", s.onstorage);
  $(".save").onclick = save;
  $(".load").onclick = () => $("input").click();
  $("input").onchange = async () => { await load(s, $("input").files[0]); $("input").value = ""; };
  $(".forget").onclick = () => forget(s);
  shared.mounts.add(s);
  return s;
}

function unmount(s) {
  for (const type of ["pointerdown", "input", "keydown"]) document.removeEventListener(type, s.onevent, true);
  window.removeEventListener("storage", s.onstorage);
  clearTimeout(s.timer);
  shared.mounts.delete(s);
}

function hear(s, { data }) {
  s.data = data?.lesson ? data : null;
  s.map = data?.map ?? null;
  s.$(".line").hidden = !s.map;
  if (s.data) record(s); else paint();
}

export default component(mount, hear, unmount);
