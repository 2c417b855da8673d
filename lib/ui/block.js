// What components share that are sent pictures: one block of bytes, made by `component.pack`, and pixels that stay whole.
function unpack(bytes) {
  if (String.fromCharCode(...bytes.subarray(0, 4)) !== "DSS1") throw new Error("not a block of bytes of ours");
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  return { header, rest: bytes.subarray(8 + length) };
}

// Hands a block to `load` once, however often Streamlit brings the same one.
function fresh(s, bytes, load) {
  if (bytes && s.bytes !== bytes) load(s, (s.bytes = bytes));
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

