/** Whether Slack can call the address that the manifest names. Only Slack itself can tell whether somebody answers. */
import { ok, warning, type Check } from '../../../src/check.js';
import { canBeCalledBySlack, requestUrlOf } from '../request-url.js';

const about = 'Slack request URL';

export function checkAddress(publicUrl: string): Check {
  const url = requestUrlOf(publicUrl);
  return canBeCalledBySlack(publicUrl)
    ? ok(about, `${url}; the app has to name the same, and say Verified`)
    : warning(
        about,
        `Slack cannot call ${url}: it needs https and a name of the internet; set PUBLIC_URL to the address of your proxy`,
      );
}
