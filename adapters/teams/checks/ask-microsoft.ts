/** One question to an address of Microsoft, for `doctor`: an answer, or in one word why there is none. */

export type Answer =
  | { readonly kind: 'answered'; readonly status: number; readonly body: unknown; readonly at: Date | null }
  /** A word such as ENOTFOUND. */
  | { readonly kind: 'unreachable'; readonly reason: string };

/** `doctor` asks several at a time: it ends within seconds, whoever is silent. */
export const patienceMs = 5_000;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** `fetch` hides the socket's code in a cause, and a deadline in a name. */
function reasonOf(error: unknown): string {
  if (isObject(error) && 'name' in error && error.name === 'TimeoutError') {
    return `no answer within ${patienceMs / 1_000} s`;
  }
  for (let at = error, depth = 0; isObject(at) && depth < 5; at = 'cause' in at ? at.cause : null, depth++) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return 'no connection';
}

/** By the other side's clock; null: it did not say. */
function dateOf(response: Response): Date | null {
  const at = new Date(response.headers.get('date') ?? '');
  return Number.isNaN(at.getTime()) ? null : at;
}

async function jsonOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export async function askMicrosoft(url: string, form?: Readonly<Record<string, string>>): Promise<Answer> {
  try {
    const response = await fetch(url, {
      // A form holds the secret: it goes where it was told to go, or nowhere.
      ...(form && { method: 'POST', body: new URLSearchParams(form), redirect: 'error' }),
      signal: AbortSignal.timeout(patienceMs),
    });
    const body = await jsonOf(response);
    return { kind: 'answered', status: response.status, body, at: dateOf(response) };
  } catch (error) {
    return { kind: 'unreachable', reason: reasonOf(error) };
  }
}
