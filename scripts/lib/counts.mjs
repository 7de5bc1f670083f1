// What a stage of `npm test` is worth: how many tests passed, failed and were skipped, and whether the stage can be believed.

/** The counts of a stage that is one check: it passes with exit status 0. */
export const oneCheck = ({ status }) => ({ passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 });

/** The counts of the last line `N passed, N failed` of what a stage printed; undefined if there is none. */
export function fromClosingLine({ output }) {
  const found = [...output.matchAll(/^\W*(\d+) passed, (\d+) failed(?:, (\d+) skipped)?\s*$/gm)].at(-1);
  if (!found) return undefined;
  const [passed, failed, skipped] = found.slice(1).map((digits) => Number(digits ?? 0));
  return { passed, failed, skipped };
}

/**
 * The counts to report. A stage that was ended after `limit` seconds, could not start, ran no test, or failed without a
 * failing test counts as one failure more, with the reason.
 */
export function judged({ status, timedOut, error }, counts, limit) {
  const { passed, failed, skipped } = counts ?? { passed: 0, failed: 0, skipped: 0 };
  const broken = (reason) => ({ passed, failed: failed + 1, skipped, reason });
  if (timedOut) return broken(`ended after ${limit} s`);
  if (error) return broken(error.message);
  if (passed + failed + skipped === 0) return broken('ran no test');
  if (status !== 0 && failed === 0) return broken(`exit status ${status}`);
  return { passed, failed, skipped };
}

/** The line that `npm test` ends in. */
export function closingLine(results) {
  const total = (outcome) => results.reduce((sum, result) => sum + result[outcome], 0);
  const skipped = total('skipped') > 0 ? `, ${total('skipped')} skipped` : '';
  return `${total('passed')} passed, ${total('failed')} failed${skipped}`;
}
