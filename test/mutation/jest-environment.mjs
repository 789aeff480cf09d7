import { writeFileSync } from 'node:fs';
import { TestEnvironment } from 'jest-environment-node';

/**
 * Node's test environment for mutation testing: after the first failure the rest of a suite is passed over, and the
 * functions that a suite has reached (see reach.ts) are written to the file that the environment option `reached` names.
 */
export default class MutationEnvironment extends TestEnvironment {
  #reached;
  #failed = false;

  constructor(config, context) {
    super(config, context);
    this.#reached = config.projectConfig.testEnvironmentOptions.reached;
  }

  handleTestEvent(event) {
    if (event.name === 'test_start' && this.#failed) event.test.mode = 'skip';
    if (event.name === 'hook_failure' || (event.name === 'test_done' && event.test.errors.length > 0))
      this.#failed = true;
  }

  async teardown() {
    if (this.#reached) writeFileSync(this.#reached, JSON.stringify([...(this.global.__reached ?? [])]));
    await super.teardown();
  }
}
