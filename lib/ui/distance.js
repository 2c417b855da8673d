// A hybrid from near and from afar. Nothing goes to the server.
const FARTHEST = 10; // times the nearest distance

function mount(root) {
  const $ = (selector) => root.querySelector(selector);
  const s = { $, box: $(".distance"), away: $(".away"), soft: $(".soft"), input: $("input"), run: 0 };
  s.input.addEventListener("input", () => show(s));
  s.input.addEventListener("change", () => remember(s.header?.name, Number(s.input.value) || null));
  s.resize = new ResizeObserver(() => show(s));
  s.resize.observe(s.box);
  return s;
}

async function load(s, bytes) {
  const { header, rest } = unpack(bytes);
  const run = ++s.run;
  if (!s.header) s.input.value = recallNumber(header.name, 0, 100) ?? s.input.value;
  s.header = header;
  const bitmap = await bitmapOf(rest);
  if (run === s.run) {
    for (const canvas of [s.away, s.soft]) {
      Object.assign(canvas, { width: header.width, height: header.height });
      canvas.getContext("2d").drawImage(bitmap, 0, 0);
    }
    s.$(".near").textContent = `near: ${header.names[0]}`;
    s.$(".far").textContent = `from afar: ${header.names[1]}`;
    show(s);
  }
  bitmap.close();
}

// Equal steps of the slider are equal factors of the distance.
function show(s) {
  if (!s.header) return;
  const { width, sigma, names } = s.header;
  const far = s.input.value / 100;
  const times = FARTHEST ** far;
  const side = s.soft.clientWidth || 1;
  s.away.style.transform = `scale(${1 / times})`;
  s.away.classList.toggle("tiny", (side * (window.devicePixelRatio || 1)) / times < 1.5 * width);
  const blur = (2 * sigma * (times - 1)) / (FARTHEST - 1); // in pixels of the picture
  s.soft.style.filter = blur > 0 ? `blur(${((blur * side) / width).toFixed(2)}px)` : "none";
  s.$(".near").style.opacity = 1 - 0.25 * far;
  s.$(".far").style.opacity = 0.75 + 0.25 * far;
  s.input.setAttribute("aria-valuetext", `${times.toFixed(1)} times as far`);
  for (const canvas of [s.away, s.soft]) canvas.setAttribute("aria-label", `${names[0]}, or from afar ${names[1]}`);
  s.box.dataset.times = times.toFixed(2);
}

export default component(mount, (s, { data }) => fresh(s, data, load), (s) => {
  s.resize.disconnect();
  forget(s.header?.name);
});
