import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDirectory, openEngine, removeDirectories, type DirectEngine } from './direct-engine.js';

describe('what the embedded MongoDB leaves out', () => {
  let client: DirectEngine;

  beforeAll(async () => {
    client = await openEngine(await createDirectory());
    const indexes = [
      { key: { state: 1 }, name: 'byState' },
      { key: { nextAt: 1 }, name: 'pending', partialFilterExpression: { state: 'pending' } },
    ];
    await client.command({ createIndexes: 'rows', indexes });
  });

  afterAll(async () => {
    await client.engine.close();
    await removeDirectories();
  });

  const find = (filter: object, more: object = {}) => ({ find: 'rows', filter, ...more });
  const update = (u: unknown, more: object = {}) => ({
    update: 'rows',
    updates: [{ q: { _id: 1 }, u, ...more }],
  });
  const index = (more: object) => ({
    createIndexes: 'rows',
    indexes: [{ key: { a: 1 }, name: 'a', ...more }],
  });
  const aggregate = (...pipeline: object[]) => ({ aggregate: 'rows', pipeline, cursor: {} });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['a command', { mapReduce: 'rows' }, /command mapReduce/],
    ['an option of a command', find({ _id: 1 }, { collation: {} }), /option collation of find/],
    [
      'an option of an update',
      update({ $set: { a: 1 } }, { arrayFilters: [] }),
      /option arrayFilters of update/,
    ],
    ['a query operator', find({ _id: { $regex: 'a' } }), /query operator \$regex \(at _id\)/],
    ['a logical operator', find({ $nor: [{ _id: 1 }] }), /query operator \$nor/],
    ['a range of null', find({ _id: { $gte: null } }), /\$gte with null/],
    ['a regular expression', find({ _id: /a/ }), /value of type RegExp/],
    ['an update operator', update({ $rename: { a: 'b' } }), /update operator \$rename/],
    ['a push modifier', update({ $push: { a: { $each: [], $slice: 1 } } }), /\$slice in \$push/],
    ['a pull condition', update({ $pull: { a: { $gt: 1 } } }), /\$gt in \$pull/],
    ['a pull by example', update({ $pull: { a: { b: 1 } } }), /\$pull with anything but/],
    ['a positional path', update({ $set: { 'a.$.b': 1 } }), /positional operator in a\.\$\.b/],
    ['an update pipeline', update([{ $set: { a: 1 } }]), /pipeline/],
    ['a stage', aggregate({ $lookup: {} }, { $group: { _id: 1, n: { $sum: 1 } } }), /stage \$lookup/],
    ['another grouping', aggregate({ $match: {} }, { $group: { _id: '$a' } }), /aggregate, except/],
    ['a projection operator', find({ _id: 1 }, { projection: { a: { $slice: 1 } } }), /projection of a/],
    ['an index type', index({ key: { a: 'text' } }), /index of type text/],
    ['an index option', index({ sparse: true }), /index option sparse/],
    [
      'a partial filter',
      index({ partialFilterExpression: { a: { $ne: 1 } } }),
      /\$ne in partialFilterExpression/,
    ],
    ['a retryable write', { ...update({ $set: { a: 1 } }), lsid: {}, txnNumber: 1 }, /retryWrites=false/],
    ['a scan', find({ other: 1 }), /would scan test\.rows: no index for \{other: \$eq\}/],
    ['a scan for $ne', find({ state: { $ne: 'x' } }), /no index for \{state: \$ne\}/],
    ['a scan for one branch', find({ $or: [{ _id: 1 }, { a: 1 }] }), /no index for \{\$or/],
    ['a scan of everything', find({}), /no index for \{\}/],
    ['a partial index not asked for', find({ nextAt: 1 }), /no index for \{nextAt: \$eq\}/],
    ['a sort without condition', find({ other: 1 }, { sort: { _id: 1 }, limit: 5 }), /would scan/],
    [
      'a scanning update',
      { update: 'rows', updates: [{ q: { a: 1 }, u: { $set: { a: 1 } } }] },
      /would scan/,
    ],
    ['a scanning delete', { delete: 'rows', deletes: [{ q: { a: 1 }, limit: 0 }] }, /would scan/],
    ['a scanning findAndModify', { findAndModify: 'rows', query: { a: 1 }, remove: true }, /would scan/],
    [
      'a scanning count',
      aggregate({ $match: { a: 1 } }, { $group: { _id: 1, n: { $sum: 1 } } }),
      /would scan/,
    ],
    ['a scanning distinct', { distinct: 'rows', key: 'a', query: {} }, /would scan/],
  ])('refuses %s by name', async (_, body, message) => {
    expect(await client.command(body)).toMatchObject({ ok: 0, errmsg: expect.stringMatching(message) });
  });

  it('refuses two arrays in one compound key', async () => {
    await client.command({ createIndexes: 'pairs', indexes: [{ key: { a: 1, b: 1 }, name: 'ab' }] });
    const documents = [{ _id: 1, a: [1, 2], b: [1, 2] }];

    expect(await client.command({ insert: 'pairs', documents })).toMatchObject({
      writeErrors: [{ code: 171 }],
    });
  });

  it('uses a partial index when its condition is repeated', async () => {
    const plan = await client.command({ explain: find({ state: 'pending', nextAt: { $lte: 5 } }) });

    expect(plan).toMatchObject({ queryPlanner: { winningPlan: { inputStage: { indexName: 'pending' } } } });
  });
});
