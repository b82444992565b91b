// npm run story: one proposal from its first word to the digest, over the HTTP API of the local chat (contract §8).
// Starts a service of its own in a temporary folder, prints every message, and exits 1 when something is missing.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../dist/config/cli.js', import.meta.url));
const roomNames = {
  'dm:suzuki': '鈴木のDM',
  'dm:tanaka': '田中のDM',
  'dm:manager': '山本のDM',
  desk: '窓口',
  all: '全体',
};
const names = { suzuki: '鈴木', tanaka: '田中', manager: '山本', bot: 'やまびこ' };

const dataDir = await mkdtemp(join(tmpdir(), 'yamabiko-story-'));
const service = spawn(process.execPath, [cli, 'start'], {
  env: { ...process.env, YAMABIKO_DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'info' },
  stdio: ['ignore', 'pipe', 'inherit'],
});

async function addressOf(child) {
  for await (const line of createInterface({ input: child.stdout })) {
    const entry = JSON.parse(line);
    if (entry.msg === 'ready') return entry.address;
  }
  throw new Error('The service ended before it was ready.');
}

const base = await addressOf(service);
service.stdout.resume();

async function call(path, body) {
  const response = await fetch(`${base}/chat/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'content-type': 'application/json' },
    body: body ? JSON.stringify(body) : undefined,
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

const seen = new Map();

/** Prints what is new or has changed in every room. */
async function look() {
  for (const [room, label] of Object.entries(roomNames)) {
    const viewer = room.startsWith('dm:') ? room.slice(3) : 'tanaka';
    for (const message of await call(`rooms/${room}/messages?person=${viewer}`)) {
      const key = `${room}/${message.id}`;
      const state = message.text ?? message.intent;
      if (seen.get(key) === state) continue;
      const changed = seen.has(key) ? '（更新）' : '';
      seen.set(key, state);
      if (message.kind === 'open-form') continue;
      const at = new Date(message.at).toLocaleString('ja-JP', {
        timeZone: 'Asia/Tokyo',
        dateStyle: 'short',
        timeStyle: 'short',
      });
      console.log(`\n[${label}] ${at} ${names[message.from] ?? message.from}${changed}`);
      console.log(
        message.text
          .split('\n')
          .map((line) => `    ${line}`)
          .join('\n'),
      );
    }
  }
}

/** Looks until a message of a room fulfils the wish. */
async function until(room, person, wish, what) {
  for (let tries = 0; tries < 100; tries++) {
    const messages = await call(`rooms/${room}/messages?person=${person}`);
    const found = messages.findLast(wish);
    if (found) {
      await look();
      return found;
    }
    await sleep(100);
  }
  await look();
  throw new Error(`Waited ten seconds for: ${what}`);
}

const controlsOf = (message) =>
  message.blocks.flatMap((block) =>
    (block.controls ?? []).flatMap((control) => control.options ?? [control]),
  );
const targetOf = (message, intent) => controlsOf(message).find((control) => control.intent === intent).target;
const from = (text) => (message) => message.from === 'bot' && message.text?.includes(text);
const say = (person, room, text) => call('events', { person, room, kind: 'message', text });
const submit = (person, room, intent, target, values) =>
  call('events', { person, room, kind: 'form', intent, target, values });

async function advance(by) {
  const { now } = await call('clock', { advance: by });
  console.log(
    `\n--- 町の時計を ${by} 進めました（${new Date(now).toLocaleString('ja-JP', { timeZone: 'Asia/Tokyo' })}） ---`,
  );
  await look();
}

async function story() {
  await say('suzuki', 'dm:suzuki', 'お疲れ様です。会議室の予約が紙なので、二重予約がよく起きます');
  await until('dm:suzuki', 'suzuki', from('で受け付けました'), 'the receipt');
  const card = await until('desk', 'tanaka', from('新しい提案'), "the desk's card");
  await advance('3bd');
  await advance('2bd');
  await until('dm:suzuki', 'suzuki', from('遅れています'), 'the late message to the proposer');
  const answerTarget = targetOf(
    (await call('rooms/desk/messages?person=tanaka')).find((message) => message.id === card.id),
    'proposal.answer',
  );
  await submit('tanaka', 'desk', 'proposal.answer', answerTarget, {
    text: '電子予約を試せるか、総務課と調べます。',
    headline: '会議室の電子予約',
  });
  await until('dm:suzuki', 'suzuki', from('電子予約を試せるか'), 'the answer');
  const answered = await until(
    'desk',
    'tanaka',
    (m) => m.id === card.id && m.text.includes('検討中'),
    'the updated card',
  );
  await submit('tanaka', 'desk', 'proposal.close-answered', targetOf(answered, 'proposal.close-answered'), {
    reason: '来年度から電子予約にします。紙の台帳は3月でやめます。',
  });
  await until('dm:suzuki', 'suzuki', from('回答済'), 'the ending');
  await until('desk', 'tanaka', (m) => m.id === card.id && m.text.includes('完了'), 'the closed card');
  await advance('6bd');
  await until('all', 'suzuki', from('会議室の電子予約'), 'the digest');
}

try {
  await story();
  console.log('\nThe story is complete: word, number, reminder, answer, ending, digest.');
} catch (error) {
  console.error(`\nThe story broke: ${error.message}`);
  process.exitCode = 1;
} finally {
  service.kill('SIGTERM');
  await new Promise((resolve) => service.once('exit', resolve));
  await rm(dataDir, { recursive: true, force: true });
}
