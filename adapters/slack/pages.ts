/** Slack's lists come in pages, each with a cursor to the next one. A page may be short, or empty, and not be the last. */
interface Page {
  readonly response_metadata?: { readonly next_cursor?: string | undefined } | undefined;
}

export interface Cursor {
  readonly cursor?: string;
}

/** Every page, as it is asked for, up to `mostPages`. @throws what `ask` throws. */
export async function* pagesOf<Of extends Page>(
  ask: (cursor: Cursor) => Promise<Of>,
  mostPages = Infinity,
): AsyncGenerator<Of, void> {
  let cursor = '';
  for (let pages = 0; pages < mostPages; pages++) {
    const page = await ask(cursor === '' ? {} : { cursor });
    yield page;
    cursor = page.response_metadata?.next_cursor ?? '';
    if (cursor === '') return;
  }
}
