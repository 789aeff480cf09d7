import type { OwnProcess } from './process/process.ts';
import type { OpenStore } from './process/store.ts';
import type { User } from './user/user.ts';

/** What a call stands on, each built once and handed down: any number of calls can stand on the same. */
export interface Layers {
  own: OwnProcess;
  store: OpenStore;
  user: User;
}
