// Runs one suite per message, in a process that lives on: a fresh jest for each mutant would cost more than most suites.
// From the parent: { root, suite, environment, testTimeout, reached }. To the parent: { ok, failures }.
import { runCLI } from 'jest';

process.on('message', async ({ root, suite, environment, testTimeout, reached }) => {
  const options = {
    $0: 'jest',
    _: [suite],
    runTestsByPath: true,
    runInBand: true,
    watchman: false,
    silent: true,
    reporters: [],
    testTimeout,
    testEnvironment: environment,
    testEnvironmentOptions: JSON.stringify({ reached }),
  };
  try {
    const { results } = await runCLI(options, [root]);
    const failures = results.testResults.flatMap((file) => [
      ...(file.testExecError ? [String(file.testExecError.message)] : []),
      ...file.testResults.flatMap((test) => test.failureMessages),
    ]);
    process.send({ ok: results.success && results.numTotalTests > 0, failures, memory: process.memoryUsage().rss });
  } catch (error) {
    process.send({ ok: false, failures: [String(error)], memory: process.memoryUsage().rss });
  }
});
