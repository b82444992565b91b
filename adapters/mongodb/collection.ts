import {
  Schema,
  trusted,
  type Connection,
  type Model,
  type SchemaDefinition,
  type SchemaDefinitionProperty,
} from 'mongoose';
import { schemaVersionOf, type DocumentFormat, type Kept } from './documents.js';

export interface IndexPlan {
  readonly name: string;
  readonly key: Readonly<Record<string, 1 | -1>>;
  readonly unique?: true;
  /** A query uses the index only if it repeats these conditions literally. */
  readonly partialFilterExpression?: Readonly<Record<string, boolean | string>>;
  readonly expireAfterSeconds?: number;
}

/** One collection: what is in it, and what finds it. */
export interface CollectionPlan<Document = unknown> extends Pick<
  DocumentFormat<unknown>,
  'collection' | 'upcasts'
> {
  /**
   * Thin: nested parts are Mixed, and zod looks at them on reading. Every field has to be here, since mongoose refuses
   * to write any other; a field that is added to the heart does not compile until it is.
   */
  readonly fields: Readonly<Record<Exclude<keyof Document, keyof Kept>, SchemaDefinitionProperty>>;
  readonly indexes: readonly IndexPlan[];
}

export const { Mixed } = Schema.Types;

export function modelOf<Document>(connection: Connection, plan: CollectionPlan<Document>): Model<Document> {
  const known = connection.models[plan.collection] as Model<Document> | undefined;
  if (known) return known;
  const fields: SchemaDefinition = { _id: String, v: Number, schemaVersion: Number, ...plan.fields };
  const schema = new Schema<Document>(fields as SchemaDefinition<Document>, {
    strict: 'throw',
    strictQuery: 'throw',
    minimize: false,
    versionKey: false,
    id: false,
  });
  return connection.model<Document>(plan.collection, schema, plan.collection);
}

/** What a new document begins with. */
export const firstVersion = (
  plan: Pick<CollectionPlan, 'upcasts'>,
): { v: number; schemaVersion: number } => ({
  v: 1,
  schemaVersion: schemaVersionOf(plan),
});

/** Before everything: for what was never held, and for ranges over every date. */
export const epoch = new Date(0);

// Operators in filters have to be declared as ours: `sanitizeFilter` takes any other for data.
export const atMost = <T>(value: T): { $lte: T } => trusted({ $lte: value });
export const below = <T>(value: T): { $lt: T } => trusted({ $lt: value });
export const above = <T>(value: T): { $gt: T } => trusted({ $gt: value });
/** From `from`, up to but not including `to`. */
export const within = <T>(from: T, to: T): { $gte: T; $lt: T } => trusted({ $gte: from, $lt: to });
