// Back leads to the page before, as it was left. Streamlit leaves a page in two steps: it takes the page's controls out of
// the address, as an entry of its own, and then goes to the other page. So what is written into the address of the page
// that one is on never is an entry at once: if somebody is leaving, the address with its controls stays. If nobody is, it
// is one only where it leads to another place, such as a scene.
const PATIENCE = 4; // looks in a row at a page that rests, one in 100 ms

const resting = () => document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === "notRunning";
const elsewhere = (node) => node instanceof HTMLAnchorElement && node.href && node.pathname !== location.pathname;
const asks = (address, name) => new URL(address).searchParams.get(name);

function guard() {
  const push = history.pushState.bind(history);
  const s = { before: null, leaving: false, looks: 0, timer: 0, places: [] };

  const end = () => {
    s.timer = clearInterval(s.timer);
    Object.assign(s, { before: null, leaving: false, looks: 0 });
  };
  const stay = () => {
    const { before } = s, now = location.href;
    end();
    if (before === null || s.places.every((name) => asks(before, name) === asks(now, name))) return;
    history.replaceState(history.state, "", before);
    push(history.state, "", now);
  };
  const look = () => {
    s.looks = resting() ? s.looks + 1 : 0;
    if (s.looks >= PATIENCE) stay();
  };
  const touched = (event) => {
    if (!s.leaving) stay(); // what is in the address answers what was touched before
    if (event.type === "click") s.leaving ||= event.composedPath().some(elsewhere);
  };

  history.pushState = (state, unused, url) => {
    if (new URL(url ?? location.href, location.href).pathname === location.pathname) {
      s.before ??= location.href;
      s.timer ||= setInterval(look, 100);
      history.replaceState(state, unused, url);
      return;
    }
    if (s.before !== null) history.replaceState(history.state, "", s.before);
    end();
    push(state, unused, url);
  };
  for (const kind of ["pointerdown", "keydown", "click", "change", "drop"]) addEventListener(kind, touched, true);
  addEventListener("popstate", end, true);
  return s;
}

function mount() {
  return (history.guarded ??= guard());
}

export default component(mount, (s, { data }) => { s.places = data.places; });
