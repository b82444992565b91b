/** `<subject>~<revision>`: what a control is about, and how that was when the control was drawn (contract §5). */
export interface Target {
  /** The id of a proposal or of a held text. */
  readonly subject: string;
  /** An entry of the proposal's thread, when the control is about that text only. */
  readonly entryId: string | null;
  readonly revision: number;
}

const shape = /^([\w-]{1,80})(?:\.([\w-]{1,120}))?~(\d{1,9})$/;

/** Undefined: not a target of ours. */
export function parseTarget(text: string): Target | undefined {
  const match = shape.exec(text);
  if (!match?.[1] || match[3] === undefined) return undefined;
  return { subject: match[1], entryId: match[2] ?? null, revision: Number(match[3]) };
}
