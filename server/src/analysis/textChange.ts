// Where two versions of a text differ.
import type { TextChange } from './syntax';

/** The one stretch of text in which two texts differ. */
export function changeBetween(old: string, now: string): TextChange {
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start + BLOCK <= shorter && old.slice(start, start + BLOCK) === now.slice(start, start + BLOCK))
    start += BLOCK;
  while (start < shorter && old.charCodeAt(start) === now.charCodeAt(start)) start++;
  let same = 0;
  const block = (text: string) => text.slice(text.length - same - BLOCK, text.length - same);
  while (same + BLOCK <= shorter - start && block(old) === block(now)) same += BLOCK;
  while (same < shorter - start && old.charCodeAt(old.length - 1 - same) === now.charCodeAt(now.length - 1 - same))
    same++;
  return { start, oldEnd: old.length - same, newEnd: now.length - same };
}

/** So many characters are compared at once: the engine does it faster than we can one by one. */
const BLOCK = 1024;
