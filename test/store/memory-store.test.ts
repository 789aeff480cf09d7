import { createMemoryStore } from '../../src/store/memory-store.ts';
import { describeObjectStore } from './contract.ts';

describeObjectStore('the memory store', () => ({ store: createMemoryStore() }));
