/** The receiver on a port of its own, behind real HTTP, with an inbox in memory. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import { createReceiver, type ReceiverDeps } from '../../../adapters/slack/receiver.js';
import type { Press } from '../../../adapters/slack/reading.js';
import type { SlackIdentity } from '../../../adapters/slack/settings.js';
import { signatureOf } from '../../../adapters/slack/verify.js';
import type { EventOf } from '../../../src/bot/incoming-event.js';
import type { Envelope, Responder } from '../../../src/ports.js';
import type { FormRefusal } from '../../../src/use-cases/answer-at-once.js';
import { createFakeIds } from '../../fakes/fake-ids.js';
import { RecordingInbox } from '../../fakes/recording-inbox.js';
import { receivedAt } from './slack-payloads.js';

export const signingSecret = '8f742231b10e8888abcd99yyyzzz85a5';
export const now = new Date('2026-11-25T01:00:00Z');
export const jsonType = 'application/json';
export const formType = 'application/x-www-form-urlencoded';

export class SlackReceiver {
  readonly inbox = new RecordingInbox();
  /** In the order in which it happened. */
  readonly happened: string[] = [];
  readonly rung: Envelope[] = [];
  readonly pressed: { event: EventOf<'action'>; press: Press }[] = [];
  readonly logged: { level: string; facts: object; message: string }[] = [];
  identity: SlackIdentity | null = null;
  /** What the heart says to a form: its sentence, a failure, or undefined for no answer ever. */
  refusal: FormRefusal | null | Error | undefined = null;
  storingTakesMs = 0;
  /** Everything that is best effort fails. */
  clumsy = false;
  readonly #server = createServer(express().use(createReceiver(this.#deps())));
  #url = '';

  static async start(): Promise<SlackReceiver> {
    const started = new SlackReceiver();
    started.#server.listen(0, '127.0.0.1');
    await once(started.#server, 'listening');
    started.#url = `http://127.0.0.1:${(started.#server.address() as AddressInfo).port}`;
    return started;
  }

  get url(): string {
    return `${this.#url}/slack/events`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** An event, as Slack posts it. */
  event(payload: unknown, headers: Record<string, string> = {}) {
    return this.post(typeof payload === 'string' ? payload : JSON.stringify(payload), jsonType, headers);
  }

  /** A press, a form or a shortcut, as Slack posts it. */
  interaction(payload: unknown, type = formType) {
    const json = typeof payload === 'string' ? payload : JSON.stringify(payload);
    return this.post(new URLSearchParams({ payload: json }).toString(), type);
  }

  /** Signed for `now`; `headers` overwrite what was signed. */
  async post(body: string | Buffer, type: string, headers: Record<string, string> = {}) {
    const timestamp = String(now.getTime() / 1_000);
    const signed = {
      'Content-Type': type,
      'X-Slack-Request-Timestamp': timestamp,
      'X-Slack-Signature': signatureOf(Buffer.from(body), timestamp, signingSecret),
    };
    return this.send(body, { ...signed, ...headers });
  }

  async send(body: string | Buffer, headers: Record<string, string>) {
    const response = await fetch(this.url, {
      method: 'POST',
      body: new Uint8Array(Buffer.from(body)),
      headers,
    });
    return { status: response.status, body: await response.text(), headers: response.headers };
  }

  #deps(): ReceiverDeps {
    const note = (level: string) => (facts: object, message: string) => {
      this.logged.push({ level, facts, message });
    };
    const effort = (what: string) => {
      this.happened.push(what);
      return this.clumsy ? Promise.reject(new Error('clumsy')) : Promise.resolve();
    };
    return {
      settings: { signingSecret },
      words: { notSent: '送っていません', dismiss: '閉じる' },
      desk: { home: 'slack', channel: 'C0DESK' },
      inbox: {
        put: async (envelope) => {
          if (this.storingTakesMs > 0) await sleep(this.storingTakesMs);
          const outcome = await this.inbox.put(envelope);
          this.happened.push(outcome);
          return outcome;
        },
      },
      ids: createFakeIds(),
      townClock: { now: () => receivedAt },
      systemClock: { now: () => now },
      log: { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') },
      identity: () => this.identity,
      onDropped: () => this.happened.push('dropped'),
      onStored: (envelope) => {
        this.rung.push(envelope);
        this.happened.push('rung');
        if (this.clumsy) throw new Error('clumsy');
      },
      answerAtOnce: (event, responder) => {
        this.pressed.push({ event, press: presses.get(responder)! });
        return effort('answered at once');
      },
      responderFor: (press) => {
        const responder: Responder = { openForm: () => Promise.resolve(), say: () => Promise.resolve() };
        presses.set(responder, press);
        return responder;
      },
      refusalOf: () => {
        this.happened.push('asked for a refusal');
        const { refusal } = this;
        if (refusal instanceof Error) return Promise.reject(refusal);
        return refusal === undefined ? new Promise(() => undefined) : Promise.resolve(refusal);
      },
      publishHome: (user) => effort(`home of ${user}`),
    };
  }
}

const presses = new WeakMap<Responder, Press>();

/** What begins after an answer begins a moment later. */
export async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo(); tries += 1) {
    if (tries === 200) throw new Error('It did not come to it.');
    await sleep(10);
  }
}
