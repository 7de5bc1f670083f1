// Near names: what someone probably meant.

/** How many letters must be added, dropped, changed or swapped with their neighbour to make `a` of `b`. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, beforeLast[j - 2]! + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}

/**
 * The only candidate within two letters of `name`, or equal to it but for case, blanks, dashes and underscores;
 * null if there is none or several. Of short names (up to 3 letters) only one letter may differ.
 */
export function nearestName(name: string, candidates: Iterable<string>): string | null {
  const all = [...new Set(candidates)].filter((candidate) => candidate !== name);
  const alike = all.filter((candidate) => plain(candidate) === plain(name));
  if (alike.length > 0) return alike.length === 1 ? alike[0]! : null;
  const reach = name.length <= 3 ? 1 : 2;
  const near = all.filter(
    (candidate) => Math.abs(candidate.length - name.length) <= reach && editDistance(name, candidate) <= reach,
  );
  return near.length === 1 ? near[0]! : null;
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, '');
}
