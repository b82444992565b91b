/** The code that Node gives its own errors, such as `ENOENT`; `unknown` for anything else. */
export const errorCode = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
