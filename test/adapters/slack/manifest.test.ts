/** The manifest asks for what the code uses, and for nothing else. */
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createSlackManifest,
  freeEvents,
  freeMethods,
  manifestSchema,
  scopes,
} from '../../../adapters/slack/manifest.js';

const folder = join(import.meta.dirname, '../../../adapters/slack');
const sources = readdirSync(folder)
  .filter((file) => file !== 'manifest.ts')
  .map((file) => readFileSync(join(folder, file), 'utf8'));

/** `client.chat.postMessage(`, `clients.views.views.open(`: the last two names are Slack's. */
const calledMethods = new Set(
  sources.flatMap((source) =>
    [
      ...source.matchAll(
        /(?:client|views)\.(auth|chat|conversations|files|reactions|users|views|team|bots)\.([a-zA-Z]+)\(/g,
      ),
    ].map(([, family, method]) => `${family}.${method}`),
  ),
);

const manifest = createSlackManifest('https://yamabiko.example.jp', {
  name: 'やまびこ',
  description: '職員の提案を受け取ります。',
  shortcut: '提案にする',
  shortcutDescription: '提案として届けます。',
});
const events = manifest.settings.event_subscriptions.bot_events;
const granted = new Set<string>(Object.values(scopes).flatMap(({ for: uses }) => uses));

describe('the manifest of Slack', () => {
  it('has the shape that Slack documents', () => {
    expect(manifestSchema.parse(manifest)).toEqual(manifest);
    expect(manifest.settings.event_subscriptions.request_url).toBe(
      'https://yamabiko.example.jp/slack/events',
    );
  });

  it('covers every method that the adapter calls', () => {
    expect(calledMethods.size).toBeGreaterThan(8);
    const uncovered = [...calledMethods].filter(
      (method) => !granted.has(method) && !freeMethods.some((free) => free === method),
    );
    expect(uncovered).toEqual([]);
  });

  it('covers every event that it subscribes to', () => {
    const uncovered = events.filter(
      (event) => !granted.has(event) && !freeEvents.some((free) => free === event),
    );
    expect(uncovered).toEqual([]);
  });

  it('asks for no scope that nothing uses', () => {
    const used = new Set([...calledMethods, ...events]);
    const unused = Object.entries(scopes).filter(([, { for: uses }]) => !uses.some((use) => used.has(use)));
    expect(unused).toEqual([]);
  });

  it('says for every scope why', () => {
    for (const { why } of Object.values(scopes)) expect(why.length).toBeGreaterThan(10);
  });
});
