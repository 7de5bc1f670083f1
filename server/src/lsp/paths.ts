// Between the protocol's URIs and the file system's paths.
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The path of a `file:` URI; null for documents that are no files (untitled, virtual). */
export function pathOf(uri: string): string | null {
  if (!uri.startsWith('file:')) return null;
  try {
    return fileURLToPath(uri);
  } catch {
    return null; // a host or characters this system has no path for
  }
}

export function uriOf(path: string): string {
  return pathToFileURL(path).href;
}

/**
 * One name for all spellings of a URI: clients write `%2B` where `pathToFileURL` writes `+`, and `c%3A` for `c:`.
 * For comparing only. Cells, which differ in what follows the `#` alone, stay apart.
 */
export function sameUri(uri: string): string {
  return uri.includes('#') ? uri : (pathOf(uri) ?? uri);
}
