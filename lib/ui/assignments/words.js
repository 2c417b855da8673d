// An answer in words. Each key is kept in this browser at once; the server hears of it when the fingers rest.
const REST = 700; // ms
const ANSWERS = "diffusion.answers.";

function mount(root) {
  const $ = (selector) => root.querySelector(selector);
  const s = { $, box: $("textarea"), sent: null };
  s.box.addEventListener("input", () => {
    keep(s);
    count(s);
    clearTimeout(s.timer);
    s.timer = setTimeout(() => send(s), REST);
  });
  s.box.addEventListener("change", () => send(s));
  return s;
}

function keep(s) {
  const name = ANSWERS + s.data.digest;
  try {
    const kept = JSON.parse(localStorage.getItem(name)) ?? {};
    localStorage.setItem(name, JSON.stringify({ ...kept, given: { ...kept.given, [s.data.place]: s.box.value } }));
    s.$(".saved").textContent = "Kept in this browser";
  } catch {
    s.$(".saved").textContent = "This browser keeps nothing: download your report before you leave";
  }
}

function send(s) {
  clearTimeout(s.timer);
  if (s.box.value === s.sent) return;
  s.sent = s.box.value;
  s.tell("text", s.sent);
}

function count(s) {
  const left = s.data.most - s.box.value.length;
  s.$(".count").textContent = left < 300 ? `${left} characters left` : "";
}

function hear(s, { data, setStateValue }) {
  const other = s.data?.digest !== data.digest || s.data?.place !== data.place;
  s.data = data;
  s.tell = setStateValue;
  s.box.maxLength = data.most;
  s.box.setAttribute("aria-label", data.label);
  s.box.placeholder = data.hint;
  const typing = s.box.getRootNode().activeElement === s.box || s.box.value !== (s.sent ?? "");
  if (other || !typing) {
    s.box.value = data.text;
    s.sent = data.text;
    count(s);
  }
}

export default component(mount, hear, (s) => clearTimeout(s.timer));
