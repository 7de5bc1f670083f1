// Bytes as base64, which is how they travel in JSON.

/** Characters for one call of `fromCharCode`, which takes no more arguments than fit on the stack. */
const PIECE = 0x8000;

export function bytesToBase64(bytes: Uint8Array | Uint8ClampedArray): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(text);
}

export function base64ToBytes(text: string): Uint8ClampedArray<ArrayBuffer> {
  const characters = atob(text);
  const bytes = new Uint8ClampedArray(characters.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = characters.charCodeAt(at);
  return bytes;
}
