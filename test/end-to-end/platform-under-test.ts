import type { Town } from './town-in-a-test.js';

/** What differs between platforms. The stories assert what is stated here; everything else is the same. */
export interface Capabilities {
  /** How 鈴木 is named to the desk: not every platform knows a person's section. */
  readonly suzuki: string;
  /** How the desk's manager is named to proposers. */
  readonly manager: string;
  /** Whether a long text comes as several messages: the first with the controls, the others in its thread. */
  readonly splits: boolean;
  /** Where words of the desk's channel stand that only one person may read: beside the others, or in that person's chat. */
  readonly asides: 'in-channel' | 'in-chat';
}

export interface PlatformUnderTest {
  readonly name: string;
  readonly can: Capabilities;
  /** `intake`: another setting of `intake` beside the settling time, as YAML. */
  readonly open: (intake?: string) => Promise<Town>;
}
