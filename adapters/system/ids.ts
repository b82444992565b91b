import { v7 } from 'uuid';
import type { Ids } from '../../src/ports.js';

export const ids: Ids = { next: () => v7() };
