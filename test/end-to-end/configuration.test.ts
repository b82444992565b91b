/** Wrong configurations (contract §1): exit 78, every wrong key in one go, before anything is connected. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { yamabiko, type Ended } from './command-line.js';
import { townYaml } from './town-in-a-test.js';

jest.setTimeout(60_000);

interface Wrong {
  readonly name: string;
  readonly environment?: Record<string, string>;
  readonly yaml?: string;
  /** Every one of these has to be named. */
  readonly keys: readonly string[];
}

const desk = 'desk: { name: DX推進課, home: web, channel: desk, manager: manager }';
const digest = 'digest: { places: [{ platform: web, channel: all }] }';
const secret = 'a-secret-that-is-never-shown';

const wrong: readonly Wrong[] = [
  { name: 'a port that is none', environment: { PORT: 'abc' }, keys: ['PORT'] },
  { name: 'a host that is none', environment: { HOST: 'not a host' }, keys: ['HOST'] },
  { name: 'a log level that is none', environment: { LOG_LEVEL: 'loud' }, keys: ['LOG_LEVEL'] },
  {
    name: 'addresses that are none, passwords left out',
    environment: { MONGODB_URI: `postgres://u:${secret}@h/db`, REDIS_URL: `http://u:${secret}@h` },
    keys: ['MONGODB_URI', 'REDIS_URL'],
  },
  { name: 'half of Slack', environment: { SLACK_BOT_TOKEN: secret }, keys: ['SLACK_SIGNING_SECRET'] },
  {
    name: 'a third of Teams',
    environment: { TEAMS_APP_PASSWORD: secret },
    keys: ['TEAMS_APP_ID', 'TEAMS_TENANT_ID'],
  },
  {
    name: 'Teams by http on another machine',
    environment: { TEAMS_SERVICE_URLS: 'http://example.com/' },
    keys: ['TEAMS_SERVICE_URLS'],
  },
  {
    name: 'unsigned activities for the whole network',
    environment: { HOST: '0.0.0.0', WEB_CHAT: 'off', TEAMS_ALLOW_UNAUTHENTICATED: '1' },
    keys: ['TEAMS_ALLOW_UNAUTHENTICATED'],
  },
  {
    name: 'the local chat for the whole network',
    environment: { HOST: '0.0.0.0', WEB_CHAT: 'on' },
    keys: ['WEB_CHAT'],
  },
  {
    name: 'production on the embedded store',
    environment: { NODE_ENV: 'production' },
    keys: ['MONGODB_URI'],
  },
  {
    name: 'a town that does not exist',
    environment: { YAMABIKO_CONFIG: '/nonexistent/municipality.yaml' },
    keys: ['YAMABIKO_CONFIG'],
  },
  { name: 'the built-in town without its chat', environment: { WEB_CHAT: 'off' }, keys: ['YAMABIKO_CONFIG'] },
  { name: 'a file that is no YAML', yaml: `${desk}\n  : [`, keys: ['line'] },
  {
    name: 'an empty file',
    yaml: '',
    keys: ['desk.name', 'desk.home', 'desk.channel', 'desk.manager', 'digest.places'],
  },
  {
    name: 'a misspelt key',
    yaml: `${desk}\n${digest}\npromise: { firstAnser: 3bd }`,
    keys: ['promise.firstAnser'],
  },
  {
    name: 'durations and days that are none',
    yaml: `${desk}\n${digest}\npromise: { news: 3 days, ladder: [{ after: 1bd, tell: [holder] }, { after: soon, tell: [mayor] }] }\ncalendar: { closedDates: ["2026-02-30"] }`,
    keys: ['promise.news', 'promise.ladder[1].after', 'promise.ladder[1].tell[0]', 'calendar.closedDates[0]'],
  },
  {
    name: 'a desk on a platform that is off',
    yaml: 'desk: { name: DX, home: slack, channel: C0, manager: U0 }\ndigest: { places: [{ platform: teams, channel: C1 }] }',
    keys: ['desk.home', 'digest.places[0].platform'],
  },
  { name: 'a key that is given twice', yaml: `${desk}\n${desk}\n${digest}`, keys: ['line 2'] },
  {
    name: 'all seven days closed',
    yaml: `${desk}\n${digest}\ncalendar: { closedWeekdays: [sun, mon, tue, wed, thu, fri, sat] }`,
    keys: ['calendar.closedWeekdays'],
  },
  {
    name: 'both at once',
    environment: { PORT: '70000', LOG_LEVEL: 'loud', METRICS_TOKEN: secret },
    yaml: `${desk}\ndigest: { slot: { weekday: someday, time: "25:00" }, places: [] }\nmunicipality: { timezone: Mars/Olympus }`,
    keys: ['PORT', 'LOG_LEVEL', 'digest.slot.weekday', 'digest.slot.time', 'municipality.timezone'],
  },
  {
    name: 'half of Slack, and a desk there',
    environment: { SLACK_SIGNING_SECRET: secret },
    yaml: 'desk: { name: DX, home: slack, channel: "", manager: U0 }\ndigest: { places: [{ platform: slack, channel: C1 }] }',
    keys: ['SLACK_BOT_TOKEN', 'desk.channel'],
  },
];

let folder: string;
const ended = new Map<string, Ended>();

async function tryOut({ name, environment = {}, yaml }: Wrong, at: number): Promise<void> {
  const config = join(folder, `${at}.yaml`);
  if (yaml !== undefined) await writeFile(config, yaml);
  const data = { YAMABIKO_DATA_DIR: join(folder, `data-${at}`), YAMABIKO_NO_INSTALL: '1' };
  const withTown = yaml === undefined ? {} : { YAMABIKO_CONFIG: config };
  // Every command reads the same settings: each of these is tried by one of them.
  const command = [
    ['start'],
    ['export', '--format', 'csv'],
    ['digest', 'preview'],
    ['start', '--only', 'bot'],
  ][at % 4];
  ended.set(name, await yamabiko(command ?? [], { ...data, ...withTown, ...environment }));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yamabiko-wrong-'));
  const waiting = wrong.map((one, at) => ({ one, at }));
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await tryOut(next.one, next.at);
  };
  await Promise.all([worker(), worker(), worker()]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a wrong configuration', () => {
  it('is tried in at least twenty ways, some of them in both places', () => {
    expect(wrong.length).toBeGreaterThanOrEqual(20);
    expect(wrong.filter(({ environment, yaml }) => environment && yaml !== undefined).length).toBeGreaterThan(
      1,
    );
  });

  it.each(wrong)('$name: exit 78, and every wrong key is named', ({ name, keys }) => {
    const { code, stdout, stderr } = ended.get(name)!;
    expect({ code, stderr }).toEqual({ code: 78, stderr: expect.any(String) });
    expect(stdout).toBe('');
    const lines = stderr.trimEnd().split('\n').slice(1);
    for (const key of keys) {
      const named = lines.filter((line) => line.startsWith(`  ${key}`));
      expect({ key, stderr, named: named.length }).toEqual({ key, stderr, named: 1 });
      // What is wrong, and what to do about it.
      expect(named[0]).toMatch(/: .+; .+|: .+ before/);
    }
    expect(stderr).not.toMatch(/^\s+at .+:\d+/m);
    expect(stderr).not.toContain(secret);
  });

  it('connects to nothing: no folder of data was made', async () => {
    expect((await readdir(folder)).filter((name) => name.startsWith('data-'))).toEqual([]);
  });

  it('is told by doctor as problems, with exit 1', async () => {
    const { code, stdout } = await yamabiko(['doctor'], { PORT: 'abc', LOG_LEVEL: 'loud' });
    expect(code).toBe(1);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).toMatch(/^problem: configuration: (PORT|LOG_LEVEL): /);
  });

  it('the town of these tests is none', async () => {
    await writeFile(join(folder, 'right.yaml'), townYaml);
    const { code, stderr } = await yamabiko(['digest', 'preview'], {
      YAMABIKO_CONFIG: join(folder, 'right.yaml'),
      YAMABIKO_DATA_DIR: join(folder, 'right'),
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
