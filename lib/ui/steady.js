// While a run is computed nothing below it moves. What stood in a section may be gone until the answer is there; then the
// next heading keeps its distance to the one before, as it was when the page was last at rest.
const HEADS = '.stMainBlockContainer h2, .stMainBlockContainer [class*="st-key-neighbours-"]';
const SETTLED = 300; // ms without work: then the page has the shape that it will keep

// The parts of the page that keep their distance: all that stand in the one long column.
function parts() {
  const boxes = [...document.querySelectorAll(HEADS)].map(
    (head) => head.closest('[data-testid="stElementContainer"]') ?? head.closest('[data-testid="stLayoutWrapper"]'),
  );
  const column = boxes[0]?.parentElement;
  return column ? boxes.filter((box) => box?.parentElement === column) : [];
}

function busy() {
  const app = document.querySelector('[data-testid="stApp"]');
  return app?.dataset.testScriptState !== "notRunning" || document.querySelector('[class*="_running"]') !== null;
}

const held = (box) => parseFloat(box.style.marginTop) || 0;

// A box that held a heading may hold something else by now: only those that are asked for stay pushed down.
function push(s, pushes) {
  for (const box of s.pushed) if (!pushes.has(box)) box.style.marginTop = "";
  for (const [box, more] of pushes) if (Math.abs(more - held(box)) >= 0.5) box.style.marginTop = `${more}px`;
  s.pushed = new Set(pushes.keys());
}

// How far each part stands below the one before, as long as nobody holds it.
function distances(boxes) {
  let above = boxes[0].parentElement.getBoundingClientRect().top;
  return boxes.map((box) => {
    const top = box.getBoundingClientRect().top;
    const distance = top - above - held(box);
    above = top;
    return distance;
  });
}

function hold(s) {
  const boxes = parts();
  const same = boxes.length === s.kept.length && s.page === location.pathname; // else nothing that was measured is true
  push(s, new Map([...s.pushed].filter((box) => same && boxes.includes(box)).map((box) => [box, held(box)])));
  if (!same || !boxes.length) return;
  const more = distances(boxes).map((distance, i) => [boxes[i], s.kept[i] - distance]);
  push(s, new Map(more.filter(([, missing]) => missing >= 0.5)));
}

function rest(s) {
  if (busy()) return;
  push(s, new Map());
  const boxes = parts();
  s.kept = boxes.length ? distances(boxes) : [];
  s.page = location.pathname;
  const column = boxes[0]?.parentElement;
  if (column === s.column) return;
  s.sizes.disconnect();
  s.column = column;
  if (column) s.sizes.observe(column); // what a component draws later changes its shape, and is no mutation here
}

function later(s) {
  clearTimeout(s.timer);
  s.timer = setTimeout(() => rest(s), SETTLED);
}

function mount() {
  const s = { page: "", kept: [], pushed: new Set(), timer: 0 };
  const look = () => {
    if (busy() || s.pushed.size) hold(s);
    later(s);
  };
  s.watch = new MutationObserver(look);
  s.sizes = new ResizeObserver(look);
  const options = { childList: true, subtree: true, attributes: true, attributeFilter: ["data-test-script-state", "style"] };
  s.watch.observe(document.querySelector('[data-testid="stApp"]') ?? document.body, options);
  later(s);
  return s;
}

export default component(mount, () => {}, (s) => {
  clearTimeout(s.timer);
  s.watch.disconnect();
  s.sizes.disconnect();
});
