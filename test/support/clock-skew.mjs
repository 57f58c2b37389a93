// Loaded into a bot before its own code: its clock is wrong by CLOCK_SKEW_MS.
const now = Date.now.bind(Date);
const skew = Number(process.env.CLOCK_SKEW_MS ?? 0);
Date.now = () => now() + skew;
