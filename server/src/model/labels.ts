// Labels: the names of a model's classes, where its metadata has them.

/**
 * Ultralytics writes `names` as `{0: 'person', 1: "bird's nest"}` into its exports; others as a JSON list or object, or
 * as `labels` or `classes`, a name on each line or between commas. Empty where nothing is found.
 */
export function classNames(metadata: Readonly<Record<string, string>>): readonly string[] {
  for (const key of ['names', 'labels', 'classes', 'class_names', 'id2label']) {
    const text = metadata[key];
    if (text === undefined || text.length > 4 * 1024 * 1024) continue;
    const names = parseNames(text);
    if (names.length > 1) return names;
  }
  return [];
}

/** A number or nothing, then a quoted name. */
const ENTRY = /(?:["']?(\d+)["']?\s*:\s*)?(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g;

function parseNames(text: string): readonly string[] {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed)) {
    return trimmed
      .split(trimmed.includes('\n') ? '\n' : ',')
      .map((name) => name.trim())
      .filter(Boolean);
  }
  const names: string[] = [];
  for (const [, number, single, double] of trimmed.matchAll(ENTRY)) {
    const index = number === undefined ? names.length : Number(number);
    // A hostile number would make an array of its size.
    if (index <= 100_000) names[index] = (single ?? double ?? '').replaceAll(/\\(.)/g, '$1');
  }
  return Array.from(names, (name, index) => name ?? String(index));
}
