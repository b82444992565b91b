/** What happens to the town in a transcript, that nobody in it does: `! 鈴木は受け取らない`. */
import { chatPlace } from './said.js';
import type { TownUnderTest } from './town-under-test.js';
import { findPlace } from './transcript.js';

const happenings: readonly [pattern: RegExp, happen: (tut: TownUnderTest, place: string) => unknown][] = [
  [
    /^サービスが止まる$/,
    (tut) => {
      tut.goDown();
    },
  ],
  [/^サービスが動きだす$/, (tut) => tut.comeBack()],
  [
    /^(\S+?)は受け取らない$/,
    (tut, place) => {
      tut.messenger.refuse(placeNamed(tut, place));
    },
  ],
  [
    /^(\S+?)は受け取る$/,
    (tut, place) => {
      tut.messenger.allow(placeNamed(tut, place));
    },
  ],
  [
    /^(\S+?)への次の一通は届くが、届いたと分からない$/,
    (tut, place) => {
      tut.messenger.meet(placeNamed(tut, place), { kind: 'unknown', arrived: true });
    },
  ],
  [
    /^(\S+?)への次の一通は届かず、届いたかも分からない$/,
    (tut, place) => {
      tut.messenger.meet(placeNamed(tut, place), { kind: 'unknown', arrived: false });
    },
  ],
  [
    /^(\S+?)への次の一通は、混んでいるので(?:\d+)秒待たされる$/,
    (tut, place) => {
      tut.messenger.meet(placeNamed(tut, place), { kind: 'rate-limited', retryAfterMs: 30_000 });
    },
  ],
  [
    /^チャットが止まる$/,
    (tut) => {
      tut.messenger.away = true;
    },
  ],
  [
    /^チャットが動きだす$/,
    async (tut) => {
      tut.messenger.away = false;
      await tut.settle();
    },
  ],
  [
    /^届いたかどうかは調べられない$/,
    (tut) => {
      tut.messenger.canLookUp = false;
    },
  ],
];

function placeNamed({ town }: TownUnderTest, name: string) {
  const place = findPlace(name);
  if (!place) throw new Error(`Nobody is called ${name}.`);
  return chatPlace(place, town);
}

export async function happen(tut: TownUnderTest, text: string): Promise<void> {
  for (const [pattern, does] of happenings) {
    const found = pattern.exec(text);
    if (found) {
      await does(tut, found[1] ?? '');
      return;
    }
  }
  throw new Error('This is not known to happen.');
}
