// What components share that are sent pictures: one block of bytes, made by `component.pack`, and pixels that stay whole.
function unpack(bytes) {
  if (String.fromCharCode(...bytes.subarray(0, 4)) !== "DSS1") throw new Error("not a block of bytes of ours");
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  return { header, rest: bytes.subarray(8 + length) };
}

// Hands a block to `load` once, however often Streamlit brings the same one.
function fresh(s, bytes, load) {
  if (!bytes || s.bytes === bytes) return;
  s.bytes = bytes;
  if (s.early) s.late = bytes;
  else bring(s, bytes, load);
}

function bring(s, bytes, load, bitmap) {
  if (!equal(s.brought, bytes)) load(s, (s.brought = bytes), bitmap);
}

function equal(a, b) {
  if (a?.length !== b.length) return false;
  for (let i = 0; i < b.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

// A block may be here before the server sends it, and its pictures decoded (ahead.js). Until the server has caught up,
// what it says waits.
function early(s, element, load) {
  element.dataset.early = "";
  element.addEventListener("early", ({ detail }) => {
    if (detail) bring(s, detail.bytes, load, detail.bitmap);
    else if (s.late) bring(s, s.late, load);
    Object.assign(s, { early: detail !== null, late: null });
  });
}

function bitmapOf(png) {
  return createImageBitmap(new Blob([png], { type: "image/png" }));
}

// Gives a picture its size: a pixel of a small one covers a whole number of pixels of the screen. Whether it is small.
function enlarge(element, { width, height }, room, most) {
  const dpr = window.devicePixelRatio || 1;
  const largest = Math.min(Math.min(most, room) / width, most / height);
  const scale = largest * dpr >= 1 ? Math.floor(largest * dpr) / dpr : largest;
  element.style.width = `${width * scale}px`;
  element.style.height = `${height * scale}px`;
  return scale * dpr >= 1;
}

