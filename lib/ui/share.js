// The link of what is on the screen. The server is asked for its QR code, once the box is open.

function mount(root) {
  const $ = (selector) => root.querySelector(selector);
  const s = { $, box: $("details"), field: $(".link"), watch: 0 };
  s.box.addEventListener("toggle", () => {
    clearInterval(s.watch);
    s.$(".said").textContent = "";
    if (!s.box.open) return;
    refresh(s);
    s.watch = setInterval(() => refresh(s), 1000); // what is on the screen may change while the box is open
  });
  s.field.onfocus = () => s.field.select();
  $(".copy").onclick = () => copy(s);
  return s;
}

function link(s) {
  const url = new URL(location.href);
  const asked = new URLSearchParams({ [s.data.name]: String(s.data.version) });
  for (const [name, value] of url.searchParams) {
    if (name !== s.data.name && !name.startsWith("embed")) asked.append(name, value);
  }
  return `${url.origin}${url.pathname}?${asked}`;
}

function refresh(s) {
  const text = link(s);
  if (s.field.value !== text) s.field.value = text;
  if (s.data.link === text) return show(s);
  s.$(".code").hidden = s.$(".problem").hidden = true;
  if (s.asked === text) return;
  s.asked = text;
  s.tell("link", text);
}

function show(s) {
  const { picture, problem } = s.data;
  if (s.shown !== picture) s.$(".code").innerHTML = s.shown = picture; // made by our own server out of black squares
  s.$(".code").hidden = !picture;
  s.$(".problem").textContent = problem;
  s.$(".problem").hidden = !problem;
}

async function copy(s) {
  refresh(s);
  let done = false;
  try {
    await navigator.clipboard.writeText(s.field.value);
    done = true;
  } catch { // not allowed, or an address without https
    s.field.focus();
    s.field.select();
    done = document.execCommand("copy");
  }
  s.$(".said").textContent = done ? "Copied." : "Press Ctrl + C to copy the link.";
}

function hear(s, { data, setTriggerValue }) {
  s.tell = setTriggerValue;
  s.data = data;
  if (s.box.open) refresh(s);
}

export default component(mount, hear, (s) => clearInterval(s.watch));
