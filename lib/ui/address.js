// What the browser alone knows (a frame, a divider) stands in the address bar without a word to the server. The server
// knows nothing of it and may write the address anew without it; so what was remembered is looked after.
const wanted = new Map(); // name -> [value, path of the page]; an empty value is none
let watch = 0;

function recall(name) {
  return name ? new URLSearchParams(location.search).get(name) : null;
}

// A whole number of the address between two bounds; null where there is none.
function recallNumber(name, least, most) {
  const text = recall(name);
  const value = text !== null && /^-?\d{1,12}$/.test(text) ? Number(text) : NaN;
  return Number.isFinite(value) ? Math.max(least, Math.min(most, value)) : null;
}

function remember(name, value) {
  if (!name) return;
  wanted.set(name, [value === null ? "" : String(value), location.pathname]);
  write();
  watch ||= setInterval(write, 1000);
}

function forget(name) {
  wanted.delete(name);
  if (!wanted.size) watch = clearInterval(watch) || 0;
}

function write() {
  const url = new URL(location.href);
  let changed = false;
  for (const [name, [value, path]] of wanted) {
    if (path !== location.pathname || (url.searchParams.get(name) ?? "") === value) continue;
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
    changed = true;
  }
  if (!changed) return;
  try {
    history.replaceState(history.state, "", url);
  } catch {
    // some browsers allow only so many a minute: the next look at it is soon
  }
}

