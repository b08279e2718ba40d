// Failing with a list.

const MOST = 30;

/** Fails with what was found, one line each, unless nothing was. */
export function expectNone(found) {
  if (found.length === 0) return;
  const more = found.length > MOST ? [`and ${found.length - MOST} more`] : [];
  const error = new Error(['', ...found.slice(0, MOST), ...more].join('\n'));
  // Where this was thrown helps nobody.
  error.stack = error.message;
  throw error;
}
