// What is open and what was answered, kept in this browser: nothing is lost when the page is left or loaded again.
// Words are written here by their own field at each key, choices and the name as they are made; the server says the rest,
// and what it says counts as soon as it has heard of them.
const OPEN = "diffusion.assignment";
const ANSWERS = "diffusion.answers.";
const COOKIE = "assignment_open";
const MONTH = 30 * 24 * 3600;
const CHOICE = /st-key-assignment-([0-9a-f]{16})-(\d+)-(\d+)-/;
const NAME = /st-key-assignment-name-([0-9a-f]{16})-/;
let listening = false;
let told = ""; // what was said last: nothing is said twice that changed nothing
const chosen = {}; // digest -> place -> option: choices that the server hasn't said back yet
const typed = {}; // digest -> name, likewise

function stored(name) {
  try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
}

function store(name, value) {
  try { localStorage.setItem(name, JSON.stringify(value)); return true; } catch { return false; }
}

function flag(on) {
  document.cookie = `${COOKIE}=${on ? 1 : 0}; path=/; max-age=${on ? MONTH : 0}; SameSite=Lax`;
}

function say(send, value) {
  setTimeout(() => send("told", value), 0); // not while mounting: it would be lost
}

function keep({ digest, code, heard, answers, words }, send) {
  const saved = store(OPEN, { code });
  flag(saved);
  const kept = stored(ANSWERS + digest) ?? {};
  if (!heard) return say(send, { digest, answers: kept });
  const given = { ...answers.given };
  const ahead = words.filter((place) => typeof kept.given?.[place] === "string" && kept.given[place] !== given[place]);
  for (const place of ahead) given[place] = kept.given[place];
  const fresh = chosen[digest] ?? {}; // what the server says may be older than the last click
  for (const place of Object.keys(fresh)) {
    if (given[place] === fresh[place]) delete fresh[place];
    else given[place] = fresh[place];
  }
  if (typed[digest] === answers.name) delete typed[digest];
  const name = typed[digest] ?? answers.name;
  store(ANSWERS + digest, { ...answers, name, given });
  const said = JSON.stringify([digest, ahead.map((place) => given[place])]);
  if (ahead.length && said !== told) {
    told = said;
    say(send, { digest, answers: { ...answers, name, given } });
  }
}

// A choice and a name reach the server a moment later: who loads the page again in between loses nothing.
function listen() {
  if (listening) return;
  listening = true;
  const change = (digest, made) => {
    const kept = stored(ANSWERS + digest) ?? {};
    store(ANSWERS + digest, { ...kept, ...made(kept) });
  };
  document.addEventListener("input", ({ target }) => {
    const box = target.closest?.('[class*="st-key-assignment-"]');
    const choice = CHOICE.exec(box?.className);
    const name = NAME.exec(box?.className);
    if (choice && target.type === "radio") {
      const index = [...box.querySelectorAll("input[type=radio]")].indexOf(target);
      const place = `${choice[2]}.${choice[3]}`;
      (chosen[choice[1]] ??= {})[place] = index;
      change(choice[1], (kept) => ({ given: { ...kept.given, [place]: index } }));
    } else if (name) {
      typed[name[1]] = target.value;
      change(name[1], () => ({ name: target.value }));
    }
  }, true);
}

export default function ({ data, setTriggerValue }) {
  if (!data) return;
  listen();
  if (data.what === "keep") return void keep(data, setTriggerValue);
  if (data.what === "close") {
    localStorage.removeItem(OPEN);
    if (data.forget) localStorage.removeItem(ANSWERS + data.forget);
    return flag(false);
  }
  const code = stored(OPEN)?.code ?? "";
  if (!code) flag(false);
  say(setTriggerValue, { code });
}
