import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseTarget } from '../../src/bot/target.js';
import { targetOf } from '../../src/proposals/proposal.js';
import { aProposal } from '../builders/a-proposal.js';

const idCharacters = Array.from('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-');
const anId = (maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...idCharacters), minLength: 1, maxLength });

describe('the target of a control', () => {
  it('names a proposal and its revision', () => {
    const proposal = aProposal();
    expect(parseTarget(targetOf(proposal))).toEqual({
      subject: proposal.id,
      entryId: null,
      revision: proposal.revision,
    });
  });

  it('may name one text of a proposal', () => {
    expect(parseTarget('0190-ab.row-7-said~12')).toEqual({
      subject: '0190-ab',
      entryId: 'row-7-said',
      revision: 12,
    });
  });

  it('comes back as it was drawn, whatever the ids', () => {
    fc.assert(
      fc.property(anId(80), fc.option(anId(120)), fc.nat(999_999_999), (subject, entryId, revision) => {
        const text = `${subject}${entryId === null ? '' : `.${entryId}`}~${revision}`;
        expect(parseTarget(text)).toEqual({ subject, entryId, revision });
      }),
    );
  });

  it.each([
    ['nothing', ''],
    ['no revision', 'proposal-1'],
    ['an empty revision', 'proposal-1~'],
    ['a revision in words', 'proposal-1~new'],
    ['a negative revision', 'proposal-1~-1'],
    ['a fraction', 'proposal-1~1.5'],
    ['no subject', '~1'],
    ['an empty entry', 'proposal-1.~1'],
    ['a second revision', 'proposal-1~1~2'],
    ['a line after it', 'proposal-1~1\n'],
    ['something before it', ' proposal-1~1'],
    ['a path', '../proposal~1'],
    ['other characters', '提案~1'],
    ['a subject that is too long', `${'a'.repeat(81)}~1`],
    ['a revision that is too long', 'proposal-1~1234567890'],
  ])('is not ours with %s', (_name, text) => {
    expect(parseTarget(text)).toBeUndefined();
  });
});
