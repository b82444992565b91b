// What this service relies on from MongoDB. It runs against the embedded server, and against a real replica
// set when TEST_MONGODB_URI names one; where the two differ the real one is right.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import mongoose from 'mongoose';

const { Binary, Double, Int32, Long, ObjectId } = mongoose.mongo.BSON;

interface Row extends mongoose.mongo.BSON.Document {
  _id: string | number | mongoose.mongo.ObjectId;
}
type Rows = mongoose.mongo.Collection<Row>;

interface Target {
  readonly uri: string;
  close(): Promise<void>;
}

const transactionOptions = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority', j: true },
  readPreference: 'primary',
} as const;

/** The connection options of the service, but retryable writes. */
export const connectionOptions = {
  serverSelectionTimeoutMS: 3000,
  connectTimeoutMS: 5000,
  socketTimeoutMS: 10_000,
  maxPoolSize: 20,
  w: 'majority',
  journal: true,
  readConcernLevel: 'majority',
  bufferCommands: false,
  autoIndex: false,
  autoCreate: false,
} as const;

function duplicate(keyPattern: object, keyValue: object) {
  return { code: 11000, keyPattern, keyValue };
}

export function mongodbContract(name: string, open: () => Promise<Target>) {
  describe(`MongoDB: ${name}`, () => {
    let target: Target;
    let connection: mongoose.Connection;
    let rows: Rows;

    beforeAll(async () => {
      mongoose.set({ strictQuery: 'throw', sanitizeFilter: true, transactionAsyncLocalStorage: true });
      target = await open();
      const dbName = `contract_${randomBytes(4).toString('hex')}`;
      connection = await mongoose.createConnection(target.uri, { ...connectionOptions, dbName }).asPromise();
    });

    afterAll(async () => {
      await connection.dropDatabase();
      await connection.close();
      await target.close();
    });

    beforeEach(async () => {
      rows = connection.db!.collection<Row>(`rows_${randomBytes(4).toString('hex')}`);
      await connection.db!.createCollection(rows.collectionName);
      await rows.createIndexes([{ key: { state: 1, nextAt: 1 }, name: 'byState' }]);
    });

    /**
     * Runs `body` in a session of its own, without the driver's repetitions, and reports whether it
     * committed.
     */
    async function inTransaction(
      body: (session: mongoose.mongo.ClientSession) => Promise<void>,
    ): Promise<void> {
      const session = await connection.startSession();
      session.startTransaction(transactionOptions);
      try {
        await body(session);
        await session.commitTransaction();
      } catch (error) {
        if (session.inTransaction()) await session.abortTransaction().catch(() => undefined);
        throw error;
      } finally {
        await session.endSession();
      }
    }

    describe('documents', () => {
      it('come back as they were stored', async () => {
        const stored = {
          _id: new ObjectId(),
          text: 'やまびこ 𠮷 \u0000',
          at: new Date(1_790_000_000_123),
          bytes: new Binary(Buffer.from([0, 255, 254])),
          big: Long.fromString('9007199254740993'),
          small: new Int32(7),
          half: new Double(2.5),
          whole: new Double(5),
          nothing: null,
          yes: true,
          nested: { list: [[1, 2], [], { a: [{ b: 'c' }] }], empty: {} },
        };
        await rows.insertOne(stored);

        const found = await rows.findOne({ _id: stored._id }, { promoteValues: false });

        expect(found).toEqual({ ...stored, nested: expect.anything() });
        expect((await rows.findOne({ _id: stored._id }))?.nested).toEqual(stored.nested);
      });

      it('keep the type of their numbers when another field changes', async () => {
        await rows.insertOne({ _id: 'a', long: Long.fromNumber(7), double: new Double(5) });
        await rows.updateOne({ _id: 'a' }, { $set: { other: 1 } });

        expect(await rows.findOne({ _id: 'a' }, { promoteValues: false })).toMatchObject({
          long: Long.fromNumber(7),
          double: new Double(5),
        });
      });

      it('are created, read, changed and deleted through mongoose', async () => {
        const schema = new mongoose.Schema({ _id: String, n: Number }, { strict: 'throw', timestamps: true });
        const Note = connection.model('Note', schema);
        await Note.createCollection();
        await Note.create(
          [
            { _id: 'a', n: 1 },
            { _id: 'b', n: 2 },
          ],
          { ordered: true },
        );
        const changed = await Note.findOneAndUpdate(
          { _id: 'a' },
          { $inc: { n: 10 } },
          { returnDocument: 'after' },
        ).lean();
        const deleted = await Note.deleteOne({ _id: 'b' });

        expect(changed).toMatchObject({ _id: 'a', n: 11 });
        expect(deleted.deletedCount).toBe(1);
        expect(await Note.find({ _id: mongoose.trusted({ $in: ['a', 'b'] }) }).lean()).toHaveLength(1);
      });

      it('are read in batches', async () => {
        const many = Array.from({ length: 1000 }, (_, n) => ({ _id: n, state: 'new', n }));
        await rows.insertMany(many);

        const found = await rows.find({ state: 'new' }, { batchSize: 64 }).sort({ n: -1 }).toArray();

        expect(found.map(({ n }) => Number(n))).toEqual(many.map(({ n }) => n).reverse());
      });

      it('are sorted, skipped, limited and projected', async () => {
        await rows.insertMany([3, 1, 2, 4].map((n) => ({ _id: n, state: 'new', n, more: { a: n, b: n } })));
        const found = rows
          .find({ state: 'new' })
          .sort({ n: 1 })
          .skip(1)
          .limit(2)
          .project({ _id: 0, n: 1, 'more.b': 1 });

        expect(await found.toArray()).toEqual([
          { n: 2, more: { b: 2 } },
          { n: 3, more: { b: 3 } },
        ]);
      });

      it('are counted, and their values listed', async () => {
        await rows.insertMany(
          [1, 2, 3].map((n) => ({ _id: n, state: n < 3 ? 'new' : 'done', tags: ['x', n] })),
        );

        expect(await rows.countDocuments({ state: 'new' })).toBe(2);
        expect(await rows.countDocuments({})).toBe(3);
        expect(await rows.countDocuments({ state: 'none' })).toBe(0);
        expect(await rows.distinct('tags', { state: 'new' })).toEqual([1, 2, 'x']);
      });
    });

    describe('filters', () => {
      beforeEach(async () => {
        await rows.insertMany([
          { _id: 1, state: 'new', nextAt: new Date(10), list: [1, 5], sub: { a: 1 } },
          { _id: 2, state: 'new', nextAt: new Date(20), list: [{ b: 2 }, { b: 3 }] },
          { _id: 3, state: 'new', nextAt: null, sub: null },
          { _id: 4, state: 'new', nextAt: 15, list: [] },
        ]);
      });

      it.each<[string, object, number[]]>([
        ['a range stays within its type', { nextAt: { $lte: new Date(20) } }, [1, 2]],
        ['a range has two ends', { nextAt: { $gt: new Date(10), $lt: new Date(30) } }, [2]],
        ['null finds missing fields too', { sub: null }, [2, 3, 4]],
        ['a path leads into a document', { 'sub.a': 1 }, [1]],
        ['a path leads through an array', { 'list.b': 3 }, [2]],
        ['an array contains a value', { list: 5 }, [1]],
        ['an array equals an array', { list: [1, 5] }, [1]],
        ['$ne', { list: { $ne: 5 } }, [2, 3, 4]],
        ['$in', { _id: { $in: [4, 1, 9] } }, [1, 4]],
        ['$exists', { sub: { $exists: false } }, [2, 4]],
        ['$or', { $or: [{ 'sub.a': 1 }, { list: [] }] }, [1, 4]],
        ['$and', { $and: [{ list: 1 }, { list: 5 }] }, [1]],
      ])('%s', async (_, filter, ids) => {
        const found = await rows.find({ state: 'new', ...filter }).toArray();

        expect(found.map(({ _id }) => Number(_id)).sort()).toEqual(ids);
      });

      it('use an index for each branch of $or', async () => {
        const found = await rows
          .find({ $or: [{ _id: 1 }, { state: 'new', nextAt: new Date(20) }] })
          .toArray();

        expect(found.map(({ _id }) => _id).sort()).toEqual([1, 2]);
      });

      it('name the index they use', async () => {
        const plan: unknown = await rows
          .find({ state: 'new', nextAt: { $lte: new Date(20) } })
          .explain('queryPlanner');

        expect(plan).toMatchObject({
          queryPlanner: {
            winningPlan: { stage: 'FETCH', inputStage: { stage: 'IXSCAN', indexName: 'byState' } },
          },
        });
      });
    });

    describe('updates', () => {
      it('change single fields', async () => {
        await rows.insertOne({
          _id: 1,
          a: { b: 1 },
          n: 5,
          low: 5,
          high: 5,
          list: ['x'],
          gone: 1,
          thread: [{ sent: 0 }],
        });
        const result = await rows.updateOne({ _id: 1 }, {
          $set: { 'a.c.d': 2, 'thread.0.sent': 1 },
          $unset: { gone: '' },
          $inc: { n: 2, fresh: 1 },
          $min: { low: 3 },
          $max: { high: 4 },
          $push: { list: { $each: ['y', 'z'] }, made: 1 },
          $setOnInsert: { never: 1 },
        } as mongoose.mongo.BSON.Document);

        expect(result).toMatchObject({ matchedCount: 1, modifiedCount: 1 });
        expect(await rows.findOne({ _id: 1 })).toEqual({
          ...{ _id: 1, a: { b: 1, c: { d: 2 } }, n: 7, low: 3, high: 5, list: ['x', 'y', 'z'] },
          ...{ thread: [{ sent: 1 }], fresh: 1, made: [1] },
        });
      });

      it('pull a value out of an array', async () => {
        await rows.insertOne({ _id: 1, list: ['x', 'y', 'x'] });
        await rows.updateOne({ _id: 1 }, { $pull: { list: 'x' } } as mongoose.mongo.BSON.Document);

        expect(await rows.findOne({ _id: 1 })).toEqual({ _id: 1, list: ['y'] });
      });

      it('refuse a path through a scalar and change nothing', async () => {
        await rows.insertOne({ _id: 1, a: 5, n: 1 });

        await expect(
          rows.updateOne({ _id: 1 }, { $inc: { n: 1 }, $set: { 'a.b': 1 } }),
        ).rejects.toMatchObject({ code: 28 });
        expect(await rows.findOne({ _id: 1 })).toEqual({ _id: 1, a: 5, n: 1 });
      });

      it('refuse to change the same field twice, or the _id', async () => {
        await rows.insertOne({ _id: 1, a: { b: 1 } });

        await expect(
          rows.updateOne({ _id: 1 }, { $set: { a: 1 }, $unset: { 'a.b': 1 } }),
        ).rejects.toMatchObject({ code: 40 });
        await expect(rows.updateOne({ _id: 1 }, { $set: { _id: 2 } })).rejects.toMatchObject({
          code: 66,
        });
      });

      it('replace a document', async () => {
        await rows.insertOne({ _id: 1, a: 1 });
        await rows.replaceOne({ _id: 1 }, { b: 2 });

        expect(await rows.findOne({ _id: 1 })).toEqual({ _id: 1, b: 2 });
      });

      it('change many at once', async () => {
        await rows.insertMany([1, 2, 3].map((n) => ({ _id: n, state: n < 3 ? 'new' : 'done' })));

        expect(await rows.updateMany({ state: 'new' }, { $set: { state: 'done' } })).toMatchObject({
          modifiedCount: 2,
        });
        expect(await rows.deleteMany({ state: 'done' })).toMatchObject({ deletedCount: 3 });
      });

      it('count what has the wanted version only', async () => {
        await rows.insertOne({ _id: 1, v: 1 });
        const results = [1, 1].map(() => rows.updateOne({ _id: 1, v: 1 }, { $inc: { v: 1 } }));

        expect((await Promise.all(results)).map(({ matchedCount }) => matchedCount).sort()).toEqual([0, 1]);
      });

      it('create what they do not find', async () => {
        const options = { upsert: true, returnDocument: 'after' } as const;
        const update = { $inc: { value: 1 }, $setOnInsert: { first: true } };

        expect(await rows.findOneAndUpdate({ _id: 'R8' }, update, options)).toEqual({
          _id: 'R8',
          value: 1,
          first: true,
        });
        expect(await rows.findOneAndUpdate({ _id: 'R8' }, update, options)).toEqual({
          _id: 'R8',
          value: 2,
          first: true,
        });
        expect(
          await rows.updateOne({ state: 'x', nextAt: 1 }, { $set: { a: 1 } }, { upsert: true }),
        ).toMatchObject({ upsertedCount: 1 });
        expect(await rows.findOne({ state: 'x' })).toMatchObject({ state: 'x', nextAt: 1, a: 1 });
      });

      it('create it once, however many try at the same time', async () => {
        const tries = Array.from({ length: 10 }, () =>
          rows.updateOne({ _id: 'one' }, { $inc: { n: 1 } }, { upsert: true }),
        );
        await Promise.all(tries);

        expect(await rows.findOne({ _id: 'one' })).toEqual({ _id: 'one', n: 10 });
      });

      it('take the first by order', async () => {
        await rows.insertMany([3, 1, 2].map((n) => ({ _id: n, state: 'new', nextAt: new Date(n) })));
        const taken = await rows.findOneAndUpdate(
          { state: 'new' },
          { $set: { state: 'held' } },
          {
            sort: { nextAt: 1 },
            projection: { _id: 1 },
          },
        );
        const removed = await rows.findOneAndDelete({ state: 'new' }, { sort: { nextAt: -1 } });

        expect(taken).toEqual({ _id: 1 });
        expect(removed).toMatchObject({ _id: 3 });
        expect(await rows.findOneAndUpdate({ _id: 99 }, { $set: { a: 1 } })).toBeNull();
      });
    });

    describe('unique indexes', () => {
      it('refuse a second _id, naming key and value', async () => {
        await rows.insertOne({ _id: 1 });

        await expect(rows.insertOne({ _id: 1 })).rejects.toMatchObject(duplicate({ _id: 1 }, { _id: 1 }));
      });

      it('refuse a repeated compound key', async () => {
        await rows.createIndexes([{ key: { team: 1, ts: 1 }, unique: true }]);
        await rows.insertMany([
          { _id: 1, team: 'a', ts: '1' },
          { _id: 2, team: 'a', ts: '2' },
        ]);

        await expect(rows.insertOne({ _id: 3, team: 'a', ts: '2' })).rejects.toMatchObject(
          duplicate({ team: 1, ts: 1 }, { team: 'a', ts: '2' }),
        );
        await expect(rows.updateOne({ _id: 1 }, { $set: { ts: '2' } })).rejects.toMatchObject({
          code: 11000,
        });
        await expect(
          rows.findOneAndUpdate({ _id: 9 }, { $set: { team: 'a', ts: '1' } }, { upsert: true }),
        ).rejects.toMatchObject(duplicate({ team: 1, ts: 1 }, { team: 'a', ts: '1' }));
      });

      it('concern only the documents of their partial filter', async () => {
        await rows.createIndexes([
          { key: { key: 1 }, unique: true, partialFilterExpression: { state: 'open' } },
        ]);
        await rows.insertMany([
          { _id: 1, key: 'a', state: 'open' },
          { _id: 2, key: 'a', state: 'closed' },
        ]);

        await expect(rows.insertOne({ _id: 3, key: 'a', state: 'open' })).rejects.toMatchObject({
          code: 11000,
        });
        await expect(rows.updateOne({ _id: 2 }, { $set: { state: 'open' } })).rejects.toMatchObject({
          code: 11000,
        });
        await rows.updateOne({ _id: 1 }, { $set: { state: 'closed' } });
        await rows.insertOne({ _id: 3, key: 'a', state: 'open' });
      });

      it('see each item of an array', async () => {
        await rows.createIndexes([
          { key: { refs: 1 }, unique: true, partialFilterExpression: { refs: { $exists: true } } },
        ]);
        await rows.insertMany([{ _id: 1, refs: ['a', 'b', 'a'] }, { _id: 2 }, { _id: 3 }]);

        await expect(rows.insertOne({ _id: 4, refs: ['c', 'b'] })).rejects.toMatchObject({ code: 11000 });
        expect(await rows.find({ refs: 'b' }).toArray()).toHaveLength(1);
      });

      it('are not built over what repeats', async () => {
        await rows.insertMany([
          { _id: 1, a: 1 },
          { _id: 2, a: 1 },
        ]);

        await expect(rows.createIndexes([{ key: { a: 1 }, unique: true }])).rejects.toMatchObject({
          code: 11000,
        });
        expect(await rows.listIndexes().toArray()).toHaveLength(2);
      });

      it('stop an ordered batch where the key repeats', async () => {
        const batch = rows.insertMany([{ _id: 1 }, { _id: 1 }, { _id: 2 }]);

        await expect(batch).rejects.toMatchObject({ code: 11000 });
        expect(await rows.countDocuments({})).toBe(1);
      });
    });

    describe('transactions', () => {
      beforeEach(async () => {
        await rows.createIndexes([
          { key: { key: 1 }, unique: true, partialFilterExpression: { key: { $exists: true } } },
        ]);
        await rows.insertMany([
          { _id: 1, n: 0, key: 'one' },
          { _id: 2, n: 0, key: 'two' },
        ]);
      });

      const read = async (id: number): Promise<unknown> => (await rows.findOne({ _id: id }))?.n;

      it('show their changes to others at once, at the end', async () => {
        await inTransaction(async (session) => {
          await rows.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session });
          await rows.insertOne({ _id: 3, n: 3 }, { session });
          expect(await rows.findOne({ _id: 3 }, { session })).toEqual({ _id: 3, n: 3 });
          expect(await rows.findOne({ _id: 3 })).toBeNull();
          expect(await read(1)).toBe(0);
        });

        expect([await read(1), await read(3)]).toEqual([1, 3]);
      });

      it('leave nothing when they are given up', async () => {
        const givenUp = inTransaction(async (session) => {
          await rows.deleteOne({ _id: 1 }, { session });
          throw new Error('given up');
        });

        await expect(givenUp).rejects.toThrow('given up');
        expect(await read(1)).toBe(0);
      });

      it('read one point in time', async () => {
        await inTransaction(async (session) => {
          expect(await rows.findOne({ _id: 2 }, { session })).toMatchObject({ n: 0 });
          await rows.updateOne({ _id: 1 }, { $set: { n: 5, key: 'other' } });
          await rows.deleteOne({ _id: 2 });
          await rows.insertOne({ _id: 4, key: 'four' });

          const keys = { key: { $in: ['one', 'two', 'other', 'four'] } };
          expect(await rows.find(keys, { session }).sort({ _id: 1 }).toArray()).toMatchObject([
            { n: 0 },
            { n: 0 },
          ]);
        });

        expect(await read(1)).toBe(5);
      });

      it('give way, as transient, to a change made since they began', async () => {
        const late = inTransaction(async (session) => {
          await rows.findOne({ _id: 2 }, { session });
          await rows.updateOne({ _id: 1 }, { $inc: { n: 1 } });
          await rows.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session });
        });

        await expect(late).rejects.toMatchObject({ code: 112, errorLabels: ['TransientTransactionError'] });
        expect(await read(1)).toBe(1);
      });

      it('give way to an open transaction on the same document or key', async () => {
        await inTransaction(async (first) => {
          await rows.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session: first });
          await rows.insertOne({ _id: 5, key: 'five' }, { session: first });
          const sameDocument = inTransaction(async (session) => {
            await rows.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session });
          });
          await expect(sameDocument).rejects.toMatchObject({ code: 112 });
          const sameKey = inTransaction(async (session) => {
            await rows.insertOne({ _id: 6, key: 'five' }, { session });
          });
          await expect(sameKey).rejects.toMatchObject({ code: 112 });
        });
      });

      it('end, not to be repeated, with a duplicate key', async () => {
        const body = inTransaction(async (session) => {
          await rows.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session });
          await rows.insertOne({ _id: 7, key: 'two' }, { session });
        });
        const error = await body.catch((caught: unknown) => caught);

        expect(error).toMatchObject({ code: 11000, keyPattern: { key: 1 }, keyValue: { key: 'two' } });
        expect((error as mongoose.mongo.MongoServerError).hasErrorLabel('TransientTransactionError')).toBe(
          false,
        );
        expect(await read(1)).toBe(0);
      });

      it('make a plain write wait for their end', async () => {
        const order: string[] = [];
        let plain: Promise<unknown> = Promise.resolve();
        await inTransaction(async (session) => {
          await rows.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session });
          plain = rows.updateOne({ _id: 1 }, { $inc: { n: 10 } }).then(() => order.push('plain'));
          await new Promise((resolve) => setTimeout(resolve, 100));
          order.push('transaction');
        });
        await plain;

        expect(order).toEqual(['transaction', 'plain']);
        expect(await read(1)).toBe(11);
      });

      it('are repeated by mongoose until they get through', async () => {
        const add = () =>
          connection.transaction(async (session) => {
            const found = await rows.findOne({ _id: 1 }, { session });
            await rows.updateOne({ _id: 1 }, { $set: { n: Number(found?.n) + 1 } }, { session });
          }, transactionOptions);
        await Promise.all(Array.from({ length: 5 }, add));

        expect(await read(1)).toBe(5);
      });

      it('take in the mongoose calls made inside', async () => {
        const Entry = connection.model('Entry', new mongoose.Schema({ _id: String }, { strict: 'throw' }));
        await Entry.createCollection();
        const failing = connection.transaction(async () => {
          await Entry.create({ _id: 'inside' });
          throw new Error('given up');
        }, transactionOptions);

        await expect(failing).rejects.toThrow('given up');
        expect(await Entry.findById('inside').lean()).toBeNull();
      });
    });

    it('lists collections and indexes', async () => {
      await rows.createIndexes([{ key: { at: -1 }, name: 'byAt', expireAfterSeconds: 60 }]);
      const collections = await connection.db!.listCollections({ name: rows.collectionName }).toArray();

      expect(collections).toMatchObject([{ name: rows.collectionName, type: 'collection' }]);
      expect(await rows.listIndexes().toArray()).toMatchObject([
        { name: '_id_', key: { _id: 1 } },
        { name: 'byState', key: { state: 1, nextAt: 1 } },
        { name: 'byAt', key: { at: -1 }, expireAfterSeconds: 60 },
      ]);
    });
  });
}
