/** A point in time (UTC). Fields of this type end in `At`. */
export type Instant = Date;

/** A day in the municipality, `YYYY-MM-DD`. Fields of this type end in `On`. Never mixed with an `Instant`. */
export type LocalDate = string & { readonly brand: 'LocalDate' };

export const earliest = (...instants: (Instant | null)[]): Instant | null =>
  instants.reduce((a, b) => (a && b ? (a <= b ? a : b) : (a ?? b)), null);
