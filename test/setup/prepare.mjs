// Runs once before all tests.
import { execFileSync } from 'node:child_process';

/** Child processes (the embedded store, the command line) run the compiled program: a stale one tests yesterday's code. */
const build = () => execFileSync('npm', ['run', '-s', 'build'], { stdio: 'inherit' });

/** What needs Redis is tested with a real one; where there is none and no way to get one, those tests say so. */
async function provideRedis() {
  const redis = await import('../../dist/adapters/embedded/redis-program.js');
  const found = await redis.findRedisProgram('redis-server');
  const mayInstall = process.env.YAMABIKO_NO_INSTALL !== '1' && redis.mayInstallRedis();
  if (found.kind === 'missing' && mayInstall) await redis.installRedis((line) => console.log(line));
}

export default async function prepare() {
  build();
  await provideRedis();
}
