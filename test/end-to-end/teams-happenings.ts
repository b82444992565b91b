/** What people can do on Teams and nowhere else: the message extension, dialogs, older clients, adding and removing the app. */
import { randomUUID } from 'node:crypto';
import type { FakeTeams } from '../fakes/teams-api/fake-teams.js';
import { deskChannel, people, type TeamsMessage } from '../fakes/teams-api/town-on-teams.js';
import type { Control } from './chat-messages.js';
import { createActivities, type Doer } from './teams-activities.js';
import { useOf } from './teams-messages.js';
import type { Person } from './town-chat.js';

export interface Written {
  readonly id: string;
  /** As Teams keeps it. */
  readonly html: string;
  /** Null: an app wrote it. */
  readonly author: Person | null;
}

type Pressed = Pick<Control, 'intent' | 'target'>;

/** A channel that the bot is not in. */
const elsewhere = '19:elsewhere@thread.tacv2';

export function createTeamsHappenings(teams: FakeTeams, address: () => string) {
  const { town } = teams;
  const activities = createActivities(teams.serviceUrl);
  const send = (activity: object) => teams.send(`${address()}/api/messages`, activity);
  const inChat = (person: Person): Doer => ({
    person: people[person],
    conversationId: town.chatOf(people[person].user),
    root: null,
  });
  const inChannel = (person: Person, conversationId = deskChannel): Doer => ({
    person: people[person],
    conversationId,
    root: null,
  });

  const shownTo = (person: Person, control: Pressed): { doer: Doer; message: TeamsMessage } => {
    for (const doer of [inChannel(person), inChat(person)]) {
      const message = town.in(doer.conversationId).findLast((one) => useOf(one, control) !== undefined);
      if (message)
        return { doer: { ...doer, root: doer.conversationId === deskChannel ? message.id : null }, message };
    }
    throw new Error(`Nobody shows ${control.intent} to ${person}`);
  };

  return {
    /** 「提案にする」 on a message anywhere. */
    useExtension: (presser: Person, name: string, { id, html, author }: Written) => {
      const from =
        author === null
          ? { application: { id: 'another-app' } }
          : { user: { id: people[author].user, displayName: people[author].name } };
      const body = { contentType: 'html', content: html };
      const messagePayload = { id, body, from, attachments: [] };
      const value = { commandId: 'propose-message', commandContext: 'message', messagePayload };
      return send(activities.invoke({ ...inChannel(presser, elsewhere), root: id }, name, value));
    },
    /** A press as clients send it that do not know Action.Execute: a message without words. */
    pressAsMessage: (person: Person, { intent, target }: Pressed, values: object = {}) => {
      const { doer, message } = shownTo(person, { intent, target });
      return send(activities.submit(doer, { intent, target, ...values }, message.id));
    },
    /** Anything that is answered in a dialog. */
    dialog: (person: Person, name: 'task/fetch' | 'task/submit', data: object) =>
      send(activities.invoke(inChat(person), name, { data })),
    /** [やめる] of the form that took the place of this control's card. */
    closeForm: (person: Person, control: Pressed) => {
      const { doer, message } = shownTo(person, control);
      const { data } = useOf(message, control) ?? { data: {} };
      return send(activities.execute(doer, 'form.close', data, message.id));
    },
    /** Words in the desk's channel that are not for the bot. */
    talk: (person: Person, text: string) => {
      const doer = inChannel(person);
      const { id } = town.post({ ...doer, from: people[person].user, activity: { type: 'message', text } });
      return send(activities.unnamed({ ...doer, root: id }, { id, text }));
    },
    addApp: (person: Person) => {
      town.installedFor.add(people[person].user);
      return send(activities.installation(inChat(person), 'add'));
    },
    removeApp: (person: Person) => {
      town.installedFor.delete(people[person].user);
      return send(activities.installation(inChat(person), 'remove'));
    },
    addToTeam: (by: Person) => {
      town.withoutApp.clear();
      return send(activities.installation(inChannel(by), 'add'));
    },
    write: (author: Person | null, html: string): Written => ({ id: randomUUID(), html, author }),
  };
}

export type TeamsHappenings = ReturnType<typeof createTeamsHappenings>;
