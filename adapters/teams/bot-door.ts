/**
 * botbuilder between our checks and the inbox. It makes a turn of an activity; what it would do by itself (the token,
 * errors, the answer) is done before, inside and after the turn. See docs/leaving-botbuilder.md.
 */
import { CloudAdapter, type Activity } from 'botbuilder';
import { channelId } from './verify.js';

/** The library's own word for how it talks to Microsoft, as its adapter takes it. */
export type BotAuthentication = NonNullable<ConstructorParameters<typeof CloudAdapter>[0]>;

/** What the library has to know of an activity. It gets nothing that somebody wrote. */
export interface Turn {
  readonly type: string;
  readonly serviceUrl: string;
}

/** Runs `work` as one turn. @throws what `work` throws, and an Error when the library does not run it. */
export type BotDoor = <Result>(turn: Turn, work: () => Promise<Result>) => Promise<Result>;

/** The audience of our own token, wherever the bot answers in the public cloud. */
const audience = 'https://api.botframework.com';

class Door extends CloudAdapter {
  constructor(
    private readonly authentication: BotAuthentication,
    private readonly appId: string,
  ) {
    super(authentication);
  }

  /** Whoever sent it was told apart before: this is what the library would have found out. */
  async take(activity: Partial<Activity>, logic: () => Promise<void>): Promise<void> {
    const claimsIdentity = this.createClaimsIdentity(this.appId);
    const connectorFactory = this.authentication.createConnectorFactory(claimsIdentity);
    await this.processActivityDirect(
      { audience, claimsIdentity, connectorFactory },
      activity as Activity,
      logic,
    );
  }
}

export function createBotDoor(authentication: BotAuthentication, appId: string): BotDoor {
  const door = new Door(authentication, appId);
  return async <Result>(turn: Turn, work: () => Promise<Result>): Promise<Result> => {
    let outcome: (() => Result) | undefined;
    // No error passes through the library: it would make a text of it. Nothing of the turn is used after it.
    await door.take({ ...turn, channelId }, async () => {
      try {
        const result = await work();
        outcome = () => result;
      } catch (error) {
        outcome = () => {
          throw error;
        };
      }
    });
    if (!outcome) throw new Error('botbuilder ended a turn without running it');
    return outcome();
  };
}
