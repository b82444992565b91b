/** The commands of contract §1, beside a service that runs in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import { program, startProgram, yamabiko, type RunningService } from './command-line.js';
import { controlOf, numberIn } from './chat-messages.js';
import { parseExport } from './exported-proposal.js';
import { createWebSenses } from './web-senses.js';
import { createTownChat, words, type TownChat } from './town-chat.js';
import { prepareTown, secondsUntilTuesday } from './town-in-a-test.js';

jest.setTimeout(60_000);

let folder: string;
let environment: Record<string, string>;
let service: RunningService;
let town: TownChat;
/** Of every service that ran. */
const logged: string[] = [];

/** Names and texts of the story below: none of them may be in a log. */
const personal = ['鈴木', '田中', 'ひみつの提案', 'ひみつの返事', 'ひみつの見出し', 'ひみつの質問'];

beforeAll(async () => {
  ({ folder, environment } = await prepareTown({ LOG_LEVEL: 'trace' }));
  service = await startProgram(environment);
  const senses = createWebSenses(() => service.address);
  town = createTownChat(senses, senses.advance);
  await town.advance(`${secondsUntilTuesday(new Date())}s`);
});
afterAll(async () => {
  await service.stop();
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: string[]) => yamabiko(args, environment);

const misused = [
  [],
  ['strat'],
  ['constructor'],
  ['start', '--only', 'everything'],
  ['start', '--port', '80'],
  ['start', 'now'],
  ['export'],
  ['export', '--format', 'csv', '--out'],
  ['digest', 'frame'],
  ['digest', 'preview', 'now'],
];

describe('wrong usage', () => {
  it('is exit 64, and how to use it', async () => {
    for (const args of misused) {
      const { code, stdout, stderr } = await yamabiko(args);
      expect({ args, code, stdout }).toEqual({ args, code: 64, stdout: '' });
      expect(stderr).toContain('yamabiko start [--only bot|worker]');
      expect(stderr).not.toMatch(/^\s+at .+:\d+/m);
    }
  });
});

describe('a story with a service in a process of its own', () => {
  it('is told', async () => {
    const { number } = await town.proposeToDesk('suzuki', 'ひみつの提案です');
    await town.decide('tanaka', number, 'proposal.ask', { text: 'ひみつの質問です' });
    await town.say('suzuki', 'はい、ひみつの提案の続きです');
    await town.rest();
    await town.decide('tanaka', number, 'proposal.answer', {
      text: 'ひみつの返事です',
      headline: 'ひみつの見出し',
    });
    await town.until('dm:suzuki', 'suzuki', 'ひみつの返事です');
    const { number: dropped, receipt } = await town.proposeToDesk('sato', 'ひみつの提案その二です');
    await town.submit('sato', 'dm:sato', controlOf(receipt, 'proposal.withdraw'), { reason: 'やめます' });
    await town.rest();
    expect(numberIn((await town.card(dropped)).text)).toBe(dropped);
  });
});

describe('export', () => {
  it('as JSON Lines has the shape of the contract, beside a running service', async () => {
    const { code, stdout, stderr } = await run('export', '--format', 'jsonl');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [told, dropped, ...others] = parseExport(stdout);
    expect(others).toEqual([]);
    expect(told).toMatchObject({
      state: 'considering',
      text: 'ひみつの提案です',
      headline: 'ひみつの見出し',
      proposer: { name: '鈴木', section: '市民課' },
      registeredBy: null,
      ending: null,
      nextWord: { kind: 'news', holder: { kind: 'person', name: '田中' }, basis: { rule: '10bd' } },
    });
    expect(told?.registeredAt).toMatch(/\+09:00$/);
    expect(told?.thread.map(({ kind, by, delivery }) => [kind, by, delivery])).toEqual([
      ['proposal', 'proposer', null],
      ['question', 'desk', 'sent'],
      ['reply', 'proposer', null],
      ['answer', 'desk', 'sent'],
    ]);
    expect(told?.nextWordHistory.map(({ kind, fulfilledBy }) => [kind, fulfilledBy])).toEqual([
      ['first-answer', 'ask'],
      ['reply', 'reply'],
      ['news', 'answer'],
    ]);
    const sent = told?.deliveries.filter(({ to, status }) => to === 'proposer' && status === 'sent') ?? [];
    expect(sent.map(({ purpose }) => purpose)).toEqual(
      expect.arrayContaining(['receipt', 'question', 'answer']),
    );
    for (const { platformMessageId, sentAt } of sent) expect([platformMessageId, sentAt]).not.toContain(null);
    expect(dropped).toMatchObject({
      state: 'closed',
      ending: { kind: 'withdrawn', reason: 'やめます' },
      nextWord: null,
      wakeAt: null,
    });
  });

  it('to a file says how many, and leaves no half-written file where it cannot write', async () => {
    const out = join(folder, 'export.csv');
    const { code, stdout, stderr } = await run('export', '--format', 'csv', '--out', out);
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: '',
      stderr: `2 proposals written to ${out}\n`,
    });
    const text = await readFile(out, 'utf8');
    expect(text.startsWith('\ufeff"number",')).toBe(true);
    expect(text.split('\r\n')).toHaveLength(4);
    const nowhere = await run('export', '--format', 'csv', '--out', join(folder, 'no', 'where.csv'));
    expect(nowhere.code).toBe(1);
    expect(nowhere.stderr).toMatch(/^yamabiko: .+\n$/);
    await expect(stat(join(folder, 'no'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('digest', () => {
  it('preview prints it and posts nothing', async () => {
    const { code, stdout } = await run('digest', 'preview');
    expect(code).toBe(0);
    expect(stdout).toContain('山彦町 提案のまとめ（');
    for (const secret of personal.slice(0, 4)) expect(stdout).not.toContain(secret);
  });

  it('send posts a week once; the second time it says so, exit 0', async () => {
    const before = (await town.messages('all')).length;
    const first = await run('digest', 'send', '--week', '2026-W20');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('2026-W20');
    const again = await run('digest', 'send', '--week', '2026-W20');
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(again.stdout).toContain('already');
    await town.rest();
    expect(await town.messages('all')).toHaveLength(before + 1);
  });

  it.each(['2025-W53', 'lastweek', ''])('--week %s: one clear sentence', async (week) => {
    const { code, stderr, stdout } = await run('digest', 'send', '--week', week);
    expect([1, 64]).toContain(code);
    expect(stdout).toBe('');
    expect(stderr).toContain('--week');
    expect(stderr).toContain('2026-W48');
    expect(stderr).not.toMatch(/^\s+at .+:\d+/m);
  });
});

describe('doctor', () => {
  it('says in one line each what is well and what to mind, exit 0', async () => {
    const { code, stdout, stderr } = await run('doctor');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    for (const line of lines) expect(line).toMatch(/^(ok|warning): [a-z ]+: .+/);
    const about = lines.map((line) => line.split(': ')[1]);
    expect(about).toEqual(
      expect.arrayContaining(['configuration', 'desk', 'store', 'clock', 'numbers', 'promises', 'queue']),
    );
    expect(lines.filter((line) => line.startsWith('warning: store'))).toHaveLength(1);
  });

  it('says what to do about a store that is away, exit 1', async () => {
    const away = { ...environment, MONGODB_URI: 'mongodb://127.0.0.1:1/x?serverSelectionTimeoutMS=300' };
    const { code, stdout } = await yamabiko(['doctor'], away);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^problem: store: .+MONGODB_URI/m);
    expect(stdout).toMatch(/^ok: configuration/m);
  });
});

describe('start --only worker', () => {
  it('joins the running service, and serves only what operators ask for', async () => {
    const worker = await startProgram(environment, ['--only', 'worker']);
    const statusOf = async (path: string) => (await fetch(`${worker.address}${path}`)).status;
    const statuses = await Promise.all(
      ['/healthz', '/readyz', '/metrics', '/chat', '/chat/clock'].map(statusOf),
    );
    expect(await worker.stop()).toBe(0);
    expect(statuses).toEqual([200, 200, 200, 404, 404]);
    expect((await fetch(`${service.address}/readyz`)).status).toBe(200);
  });
});

describe('a port that is in use', () => {
  let taken: Server;
  afterAll(() => {
    taken.close();
  });

  it('is said in one sentence, exit 1, and nothing is left running', async () => {
    taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = z.object({ port: z.number() }).parse(taken.address());
    const data = join(folder, 'taken');
    const { code, stderr } = await yamabiko(['start'], {
      ...environment,
      YAMABIKO_DATA_DIR: data,
      PORT: String(port),
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^yamabiko: Port ${port} on 127\\.0\\.0\\.1 .+PORT.+\\n$`));
  });
});

describe('start on a terminal', () => {
  it('prints at most ten lines, the address among them, and ends with 0', async () => {
    const script = '/usr/bin/script';
    if (!existsSync(script)) {
      console.warn('Skipped: there is no script(1) on this machine to make a pseudo-terminal with.');
      expect(process.env['CI']).not.toBe('true');
      return;
    }
    const data = join(folder, 'terminal');
    const command = `exec "${process.execPath}" "${program}" start`;
    const child = spawn(script, ['-qec', command, '/dev/null'], {
      cwd: tmpdir(),
      env: { PATH: process.env['PATH'] ?? '', ...environment, YAMABIKO_DATA_DIR: data, LOG_LEVEL: 'info' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    let shown = '';
    for await (const chunk of child.stdout.setEncoding('utf8')) {
      const before = shown;
      shown += String(chunk);
      // Ctrl-C, as a person would press it.
      if (!before.includes('/chat') && shown.includes('/chat'))
        setTimeout(() => child.stdin.write('\u0003'), 300);
    }
    await ended;
    expect(child.exitCode).toBe(0);
    const printed = shown
      .replaceAll('^C', '')
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '');
    expect(printed.length).toBeGreaterThanOrEqual(4);
    expect(printed.length).toBeLessThanOrEqual(10);
    for (const about of ['store', 'queue', 'platforms']) expect(shown).toContain(`${about}:`);
    expect(shown).toMatch(/http:\/\/127\.0\.0\.1:\d+\/chat/);
    expect(shown).not.toContain('{"level"');
  });
});

describe('the end of the service', () => {
  it('is told to it by SIGTERM: exit 0 within ten seconds, and nothing is lost', async () => {
    const text = 'ひみつの提案その三です';
    await town.advance('31m');
    await town.say('suzuki', text);
    const started = performance.now();
    expect(await service.stop()).toBe(0);
    expect(performance.now() - started).toBeLessThan(10_000);
    logged.push(...service.lines);
    service = await startProgram(environment);
    await town.until('dm:suzuki', 'suzuki', `「${text}」`);
    await town.until('dm:suzuki', 'suzuki', words('receipt.who-sees', { desk: 'DX推進課' }));
  });

  it('every line that it logged is JSON, with a level and a time, and nobody’s name or words', async () => {
    await service.stop();
    logged.push(...service.lines);
    const logLine = z.object({ level: z.number(), time: z.iso.datetime(), msg: z.string().min(1) });
    expect(logged.filter((line) => line.includes('"msg":"ready"'))).toHaveLength(2);
    for (const line of logged) {
      logLine.parse(JSON.parse(line));
      for (const secret of personal) expect(line).not.toContain(secret);
    }
  });
});
