/** Counters: the last serial number drawn in each fiscal year, and other numbers that must not repeat. */
import { z } from 'zod';
import type { Archive } from '../../src/ports.js';
import { above, firstVersion, modelOf, type CollectionPlan } from './collection.js';
import { readDocument, type DocumentFormat, type Kept } from './documents.js';
import { retryDuplicateKey } from './errors.js';
import type { Mongo } from './mongo.js';

interface Counter {
  readonly highest: number;
  /** Null for what is not counted by year. */
  readonly fiscalYear: number | null;
}

const format: DocumentFormat<Counter> = {
  collection: 'counters',
  schema: z.object({ highest: z.int(), fiscalYear: z.int().nullable() }),
  upcasts: [],
};

type CounterDocument = Kept & Counter;

export const countersPlan: CollectionPlan<CounterDocument> = {
  ...format,
  fields: { fiscalYear: Number, highest: Number },
  indexes: [{ name: 'year', key: { fiscalYear: 1 } }],
};

const counterModel = ({ connection }: Mongo) => modelOf<CounterDocument>(connection, countersPlan);

/** The next number of a counter, from 1 on. What is drawn and not used leaves a gap. */
export async function drawNext(mongo: Mongo, id: string, fiscalYear: number | null = null): Promise<number> {
  const { v: _v, ...others } = firstVersion(countersPlan);
  const counter = await retryDuplicateKey(() =>
    counterModel(mongo)
      .findOneAndUpdate(
        { _id: id },
        { $inc: { highest: 1, v: 1 }, $setOnInsert: { fiscalYear, ...others } },
        { upsert: true, returnDocument: 'after' },
      )
      .lean<CounterDocument>()
      .orFail()
      .exec(),
  );
  return readDocument(format, { ...counter }).highest;
}

/** Oldest fiscal year first. */
export async function listDrawnNumbers(mongo: Mongo): ReturnType<Archive['drawnNumbers']> {
  const counters = await counterModel(mongo)
    .find({ fiscalYear: above(0) })
    .sort({ fiscalYear: 1 })
    .lean<CounterDocument[]>();
  return counters
    .map((counter) => readDocument(format, { ...counter }))
    .map(({ fiscalYear, highest }) => ({ fiscalYear: fiscalYear ?? 0, highest }));
}
