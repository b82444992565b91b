/** `yamabiko start`: runs until it is told to stop. */
import closeWithGrace from 'close-with-grace';
import { createLog } from './compose.js';
import type { Roles, Settings } from './compose.js';
import { startService } from './service.js';

const shutdownMs = 9_000;

export async function runService(settings: Settings, roles: Roles): Promise<void> {
  const terminal = process.stdout.isTTY;
  const log = createLog(settings.environment.logLevel, terminal);
  const announce = (line: string) => {
    if (terminal) process.stdout.write(`${line}\n`);
    else log.info({}, line);
  };
  const service = await startService(settings, roles, { log, announce });
  if (terminal) for (const line of service.summary) announce(line);
  else log.info({ address: service.address, summary: service.summary }, 'ready');
  closeWithGrace({ delay: shutdownMs, logger: false }, async ({ err, signal }) => {
    if (err) log.error({ err }, 'stopping after an error nobody caught');
    else log.info({ signal }, 'stopping');
    await service.stop();
    log.info({}, 'stopped');
  });
}
