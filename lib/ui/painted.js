// Tells the server once for each page that its first picture is drawn: what stands below it may wait for that. Players
// can't say so themselves: a message of theirs, where one belongs to a part of the page that runs by itself, is heard only
// when the page has run to its end.
const mounts = new WeakMap();

export default function ({ data, parentElement, setStateValue }) {
  let s = mounts.get(parentElement);
  if (!s) {
    mounts.set(parentElement, (s = { told: null }));
    s.hear = (event) => {
      event?.preventDefault(); // heard
      if (s.told !== s.arrival) s.tell("drawn", (s.told = s.arrival));
    };
    addEventListener("painted", s.hear);
  }
  Object.assign(s, { arrival: data, tell: setStateValue });
  if (window.paintedBefore) s.hear(); // this came later than the picture
  window.paintedBefore = false;
  return () => {
    removeEventListener("painted", s.hear);
    mounts.delete(parentElement);
  };
}
