// Tells the server once for each page that its first picture is drawn: what stands below it may wait for that. Players
// can't say so themselves: a message of theirs, where one belongs to a part of the page that runs by itself, is heard only
// when the page has run to its end.

function mount() {
  const s = { told: null };
  s.painted = (event) => {
    event?.preventDefault(); // heard
    if (s.told !== s.arrival) s.tell("drawn", (s.told = s.arrival));
  };
  addEventListener("painted", s.painted);
  return s;
}

function hear(s, { data, setStateValue }) {
  Object.assign(s, { arrival: data.arrival, tell: setStateValue });
  if (window.paintedBefore) s.painted(); // this came later than the picture
  window.paintedBefore = false;
}

export default component(mount, hear, (s) => removeEventListener("painted", s.painted));
