// What was predicted is kept in this tab, so that a reload, or a line that was cut, leaves it locked. A server that knows
// of it says what is to be kept; one whose session has just begun is told. Leaving the stage forgets it.
const SAID = "stage-said";
const RECALLS = "stageRecalls"; // on the root element: the page's style hides a question that is being locked again

function said(list) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(SAID));
    return kept?.list === list && Array.isArray(kept.said) ? kept.said : [];
  } catch { return []; }
}

function keepSaid({ list, said }) {
  try { sessionStorage.setItem(SAID, JSON.stringify({ list, said })); } catch {}
}

function forgetSaid() {
  try { sessionStorage.removeItem(SAID); } catch {}
}

// Tells a new session, again where the message was lost; whether it has something to tell.
function recall(s, again) {
  const set = document.documentElement.dataset;
  const kept = s.server.heard ? [] : said(s.server.list);
  const here = kept.some(([scene]) => scene === s.server.scene);
  if (here) set[RECALLS] = "";
  else delete set[RECALLS];
  s.recalled = new Set(kept.map(([scene]) => scene));
  if (!kept.length || Date.now() - (s.reminded ?? 0) < again) return;
  s.reminded = Date.now();
  setTimeout(() => s.send("recall", kept), 0); // not while mounting: it would be lost
}
