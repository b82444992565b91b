/** The receiver on a port of its own, behind real HTTP, with an inbox in memory and keys of its own. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import express from 'express';
import { createKnownPlaces } from '../../../adapters/teams/known-places.js';
import { createReceiver, type ReceiverDeps } from '../../../adapters/teams/receiver.js';
import type { EventOf } from '../../../src/bot/incoming-event.js';
import { message, paragraph, type OutgoingMessage } from '../../../src/bot/outgoing-message.js';
import type { Envelope, OpenedForm, Responder } from '../../../src/ports.js';
import { createFakeClock } from '../../fakes/fake-clock.js';
import { createFakeIds } from '../../fakes/fake-ids.js';
import { createMemoryStore } from '../../fakes/memory-store.js';
import { RecordingInbox } from '../../fakes/recording-inbox.js';
import { startOpenIdServer, type OpenIdServer } from '../../fakes/teams-api/open-id.js';
import {
  aSigningPair,
  channelToken,
  type SigningPair,
  type TokenDetails,
} from '../../fakes/teams-api/tokens.js';
import { appId, deskId, receivedAt, serviceUrl, tenantId } from './teams-payloads.js';

export const now = new Date('2026-11-25T01:00:00Z');

/** Making a key takes longer than most tests. */
export const pair = await aSigningPair('key-1');

export const words = {
  received: '受け取りました。',
  proposed: '個人チャットでお知らせします。',
  notUnderstood: '操作が分かりませんでした。',
  closed: '閉じました。',
};

export const theForm: OpenedForm = {
  intent: 'proposal.answer',
  target: 'p-24~4',
  form: { title: '返事する', fields: [{ name: 'text', label: '返事', required: true, kind: 'text' }] },
};

export class TeamsReceiver {
  readonly inbox = new RecordingInbox();
  readonly clock = createFakeClock(now);
  readonly memory = createMemoryStore(this.clock);
  /** In the order in which it happened. */
  readonly happened: string[] = [];
  readonly rung: Envelope[] = [];
  readonly pressed: EventOf<'action'>[] = [];
  readonly byMessage: unknown[] = [];
  readonly logged: { level: string; facts: object; message: string }[] = [];
  remembered = 0;
  settings: Partial<ReceiverDeps['settings']> = {};
  /** What the heart does with a press: opens the form, says something, nothing, or takes for ever. */
  atOnce: 'form' | 'words' | 'nothing' | 'for ever' = 'form';
  /** What the heart says to a form: its sentence, a failure, or undefined for no answer ever. */
  refusal: string | null | Error | undefined = null;
  shown: OutgoingMessage | undefined | Error = message(paragraph('R8-024'));
  knowsForms = true;
  /** Everything that is best effort fails. */
  clumsy = false;
  readonly #server = createServer();
  #url = '';

  private constructor(readonly openId: OpenIdServer) {}

  /** `settings`: of the installation. */
  static async start(settings: Partial<ReceiverDeps['settings']> = {}): Promise<TeamsReceiver> {
    const started = new TeamsReceiver(await startOpenIdServer(pair));
    started.settings = settings;
    started.#server.on('request', express().use(createReceiver(started.#deps())));
    started.#server.listen(0, '127.0.0.1');
    await once(started.#server, 'listening');
    started.#url = `http://127.0.0.1:${(started.#server.address() as AddressInfo).port}`;
    return started;
  }

  get url(): string {
    return `${this.#url}/api/messages`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
    await this.openId.close();
  }

  token(details: Partial<TokenDetails> = {}, signer: SigningPair = pair): Promise<string> {
    return channelToken(signer, { appId, serviceUrl, now: this.clock.now(), ...details });
  }

  /** As Teams posts it, with a good token. */
  async post(activity: unknown, token?: string) {
    const body = typeof activity === 'string' ? activity : JSON.stringify(activity);
    return this.send(body, { Authorization: `Bearer ${token ?? (await this.token())}` });
  }

  async send(body: string | Buffer, headers: Record<string, string>) {
    const response = await fetch(this.url, {
      method: 'POST',
      body: new Uint8Array(Buffer.from(body)),
      headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
    });
    return { status: response.status, body: await response.text(), headers: response.headers };
  }

  /** The answer to an invoke, read. */
  async ask(activity: unknown): Promise<unknown> {
    const { body } = await this.post(activity);
    return body === '' ? null : (JSON.parse(body) as unknown);
  }

  #deps(): ReceiverDeps {
    const note = (level: string) => (facts: object, text: string) => {
      this.logged.push({ level, facts, message: text });
    };
    const { references } = this.memory;
    return {
      settings: {
        appId,
        tenantId,
        openIdMetadataUrl: this.openId.metadataUrl,
        serviceUrls: null,
        tokenIssuers: null,
        allowUnauthenticated: false,
        ...this.settings,
      },
      authentication: new ConfigurationBotFrameworkAuthentication({
        MicrosoftAppType: 'SingleTenant',
        MicrosoftAppId: appId,
        MicrosoftAppPassword: 'secret',
        MicrosoftAppTenantId: tenantId,
      }),
      desk: { home: 'teams', channel: deskId },
      places: createKnownPlaces(
        {
          ...references,
          remember: async (reference) => {
            await references.remember(reference);
            this.remembered += 1;
          },
        },
        this.clock,
      ),
      inbox: {
        put: async (envelope) => {
          const outcome = await this.inbox.put(envelope);
          this.happened.push(outcome);
          return outcome;
        },
      },
      ids: createFakeIds(),
      townClock: { now: () => receivedAt },
      systemClock: this.clock,
      log: { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') },
      onStored: (envelope) => {
        this.rung.push(envelope);
        this.happened.push('rung');
        if (this.clumsy) throw new Error('clumsy');
      },
      answerAtOnce: async (event, responder) => {
        this.pressed.push(event);
        this.happened.push('answered at once');
        if (this.clumsy) throw new Error('clumsy');
        await this.#openWith(event, responder);
      },
      refusalOf: () => {
        this.happened.push('asked for a refusal');
        const { refusal } = this;
        if (refusal instanceof Error) return Promise.reject(refusal);
        if (refusal === undefined) return new Promise(() => undefined);
        return Promise.resolve(refusal === null ? null : { kind: 'stays-open', field: null, text: refusal });
      },
      formAgain: ({ intent, target, values }) =>
        this.knowsForms ? { intent, target, form: formWith(values['text']) } : undefined,
      shownCard: () =>
        this.shown instanceof Error ? Promise.reject(this.shown) : Promise.resolve(this.shown),
      byMessage: {
        openForm: (to, place, opened) => Promise.resolve(void this.byMessage.push({ to, place, opened })),
        say: (to, place, said) => Promise.resolve(void this.byMessage.push({ to, place, said })),
      },
      renderers: {
        renderForm: ({ intent, form }, about) => {
          if (this.clumsy) throw new Error('clumsy');
          return { type: 'AdaptiveCard', intent, value: form.fields[0]?.value ?? null, ...about };
        },
        renderMessage: ({ text }, key) => ({ type: 'AdaptiveCard', text, key }),
      },
      words,
    };
  }

  async #openWith({ person, place }: EventOf<'action'>, responder: Responder): Promise<void> {
    switch (this.atOnce) {
      case 'form':
        await responder.openForm(person, place, theForm);
        // Nobody hears a second one.
        return responder.say(person, place, message(paragraph('もうひとつ')));
      case 'words':
        return responder.say(person, place, message(paragraph('窓口の方だけが行えます')));
      case 'nothing':
        return;
      case 'for ever':
        return new Promise(() => undefined);
    }
  }
}

const formWith = (value = ''): OpenedForm['form'] => ({
  title: '返事する',
  fields: [{ name: 'text', label: '返事', required: true, kind: 'text', value }],
});

/** What begins after an answer begins a moment later. */
export async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo(); tries += 1) {
    if (tries === 300) throw new Error('It did not come to it.');
    await sleep(10);
  }
}
