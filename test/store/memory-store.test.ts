import { createMemoryStore } from '../support/memory-store.ts';
import { describeObjectStore } from './contract.ts';

describeObjectStore('the memory store', () => ({ store: createMemoryStore() }));
