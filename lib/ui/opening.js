// A file that is dropped anywhere on a page goes to the box at the foot of the sidebar; other boxes keep theirs.
const BOX = '[data-testid="stFileUploaderDropzone"]';

function mount() {
  const s = { into: "" };
  const box = () => document.querySelector(`.st-key-${s.into} input[type="file"]`);
  const ours = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files") && !event.target.closest?.(BOX);
  s.over = (event) => {
    if (!ours(event) || !box()) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  };
  s.drop = (event) => {
    const input = box();
    if (!ours(event) || !input) return;
    event.preventDefault();
    const one = new DataTransfer();
    if (event.dataTransfer.files.length) one.items.add(event.dataTransfer.files[0]);
    input.files = one.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  document.addEventListener("dragover", s.over);
  document.addEventListener("drop", s.drop);
  return s;
}

export default component(mount, (s, { data }) => { s.into = data.into; }, (s) => {
  document.removeEventListener("dragover", s.over);
  document.removeEventListener("drop", s.drop);
});
