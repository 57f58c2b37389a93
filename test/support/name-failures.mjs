import { stripVTControlCharacters } from 'node:util';

// After thousands of lines, what failed once more in a line each: a log is often cut, and seldom at its end.
export default class NameFailures {
  onRunComplete(_, { testResults }) {
    for (const { testFilePath, testResults: tests, testExecError } of testResults) {
      const [file] = testFilePath.split('/test/').slice(-1);
      if (testExecError) console.error(`failed: ${file}: ${firstLines(testExecError.message)}`);
      for (const { status, fullName, failureMessages } of tests) {
        if (status === 'failed')
          console.error(`failed: ${file}: ${fullName}: ${firstLines(failureMessages[0])}`);
      }
    }
  }
}

const firstLines = (text = '') =>
  stripVTControlCharacters(text)
    .split(/\n\s+at /)[0]
    .slice(0, 700);
