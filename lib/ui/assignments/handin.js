// Hands in a run and the frame that is looked at. Only the browser knows that frame: the player says it on its own box.

function frameOf(key) {
  const place = document.querySelector(`.st-key-${CSS.escape(key)}_player`);
  for (const node of place ? [place, ...place.querySelectorAll("*")] : []) {
    const box = node.shadowRoot?.querySelector("[data-frame]") ?? (node.dataset?.frame ? node : null);
    if (box) return Number(box.dataset.frame);
  }
  return null; // drawn by something else than the player: its last frame
}

export default function ({ data, parentElement, setTriggerValue }) {
  const button = parentElement.querySelector("button");
  const said = parentElement.querySelector(".said");
  button.textContent = data.done ? "Hand in this run instead" : "Hand in this run";
  button.disabled = !data.key;
  said.textContent = data.said; // data comes after each click, with another count of clicks
  button.onclick = () => {
    said.textContent = "Handing it in …";
    setTriggerValue("handed", { key: data.key, frame: frameOf(data.key) });
  };
}
