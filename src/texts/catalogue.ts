/** Sentences by key, with `{placeholders}`. Written `as const`, so that the compiler can read the placeholders. */
export type Catalogue = Readonly<Record<string, string>>;

type Value = string | number;

type Placeholders<Template> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

/** What `say` wants after the key: nothing when the template has no placeholders. */
type ValuesOf<Template> = [Placeholders<Template>] extends [never]
  ? []
  : [values: Readonly<Record<Placeholders<Template>, Value>>];

/** Any string that contains all of these placeholders, in any order. */
type Containing<Name extends string> = [Name] extends [never]
  ? string
  : (Name extends string ? (template: `${string}{${Name}}${string}`) => void : never) extends (
        template: infer Template,
      ) => void
    ? Template & string
    : never;

/**
 * A second language: the same keys, each sentence with at least the placeholders of the first. One that the first
 * does not have is not seen by the compiler: it would be shown as it is written.
 */
export type CatalogueLike<First extends Catalogue> = {
  readonly [Key in keyof First]: Containing<Placeholders<First[Key]>>;
};

/** The sentence of a key. Values are inserted as they are, once: a `{x}` inside a value is never expanded. */
export type Say<First extends Catalogue> = <Key extends keyof First & string>(
  key: Key,
  ...values: ValuesOf<First[Key]>
) => string;

/**
 * For a second language name the first: `createSay<typeof ja>(en)`; whoever calls `say` does not see which it is.
 * Values come from people: a platform's renderer escapes them, not the catalogue.
 */
export function createSay<const First extends Catalogue>(
  catalogue: First | CatalogueLike<First>,
): Say<First> {
  return (key, ...[values = {}]: readonly Readonly<Record<string, Value>>[]) =>
    catalogue[key].replace(/\{([^{}]+)\}/gu, (placeholder, name: string) =>
      Object.hasOwn(values, name) ? String(values[name]) : placeholder,
    );
}
