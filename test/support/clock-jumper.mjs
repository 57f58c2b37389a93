// Loaded into a bot before its own code: each SIGUSR2 makes what it remembers 70 seconds older. Signatures are judged by
// Date.now, which stays as it is.
const now = performance.now.bind(performance);
let ahead = 0;
performance.now = () => now() + ahead;
process.on('SIGUSR2', () => {
  ahead += 70_000;
  process.stderr.write(`jumped ${ahead / 1000} s\n`);
});
