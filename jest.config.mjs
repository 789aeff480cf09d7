import { measuredSlowness } from './test/support/slowness.mjs';

// Measured once, for the workers as well: they have this environment.
process.env.TEST_SLOWNESS ??= `${measuredSlowness()}`;

export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  // Only what hangs is to meet it; tests have no limits of their own.
  testTimeout: Math.ceil(300_000 * process.env.TEST_SLOWNESS),
  maxWorkers: 2,
};
