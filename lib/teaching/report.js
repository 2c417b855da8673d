// Plays the runs of this file: all frames of one lie in one picture. Each plays once when it comes into sight, unless
// less motion is wanted.
"use strict";
const SECONDS = 4;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

function element(tag, parent, values) {
  const made = Object.assign(document.createElement(tag), values);
  parent.append(made);
  return made;
}

function film(box) {
  const { width, height, across, scale, captions } = JSON.parse(box.dataset.layout);
  const last = captions.length - 1;
  box.replaceChildren();
  const canvas = element("canvas", box, { width, height });
  canvas.style.width = `${width * scale}px`;
  canvas.setAttribute("role", "img");
  const bar = element("div", box, { className: "bar" });
  const button = element("button", bar, { type: "button", textContent: "Play" });
  button.setAttribute("aria-label", `Play the run of task ${box.dataset.number}`);
  const slider = element("input", bar, { type: "range", min: 0, max: last, step: 1, value: last });
  slider.setAttribute("aria-label", `Frame of the run of task ${box.dataset.number}`);
  const caption = element("figcaption", box, {});
  const pen = canvas.getContext("2d");
  const sprite = new Image();
  let raf = 0;

  function draw(k) {
    slider.value = k;
    const said = `Frame ${k + 1} of ${last + 1}, ${captions[k]}`;
    caption.textContent = said;
    canvas.setAttribute("aria-label", said);
    slider.setAttribute("aria-valuetext", said);
    box.dataset.frame = k;
    pen.drawImage(sprite, (k % across) * width, Math.floor(k / across) * height, width, height, 0, 0, width, height);
  }
  function stop() {
    cancelAnimationFrame(raf);
    raf = 0;
    button.textContent = "Play";
  }
  function play() {
    const begin = performance.now() - (Number(slider.value) < last ? (Number(slider.value) / last) * SECONDS * 1000 : 0);
    button.textContent = "Pause";
    const tick = (now) => {
      const share = Math.min(1, Math.max(0, (now - begin) / 1000 / SECONDS));
      draw(Math.round(share * last));
      if (share < 1) raf = requestAnimationFrame(tick);
      else stop();
    };
    raf = requestAnimationFrame(tick);
  }
  button.onclick = () => (raf ? stop() : play());
  slider.oninput = () => { stop(); draw(Number(slider.value)); };
  sprite.onload = () => {
    draw(last);
    if (last < 1) return void bar.remove();
    if (calm.matches) return;
    const sight = new IntersectionObserver(([entry]) => {
      if (!entry.isIntersecting) return;
      sight.disconnect();
      if (!raf) play();
    }, { threshold: 0.6 });
    sight.observe(canvas);
  };
  sprite.src = box.dataset.sprite;
}

for (const box of document.querySelectorAll(".film")) film(box);
