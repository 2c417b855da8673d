// What is open and what was answered, kept in this browser: nothing is lost when the page is left or loaded again.
// Words are written here by their own field at each key; the rest comes from the server. Nothing of it leaves the machine
// that serves the app.
const OPEN = "diffusion.assignment";
const ANSWERS = "diffusion.answers.";
const COOKIE = "assignment_open";
const MONTH = 30 * 24 * 3600;
let told = ""; // what was said last: nothing is said twice that changed nothing

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
  store(ANSWERS + digest, { ...answers, given });
  const said = JSON.stringify([digest, ahead.map((place) => given[place])]);
  if (ahead.length && said !== told) {
    told = said;
    say(send, { digest, answers: { ...answers, given } });
  }
}

export default function ({ data, setTriggerValue }) {
  if (!data) return;
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
