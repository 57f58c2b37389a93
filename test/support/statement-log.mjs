// Loaded into a bot before its own code: each statement that it makes for its store is a line of the file that STATEMENTS names.
import { appendFileSync } from 'node:fs';
import { DefaultQueryCompiler } from 'kysely';

const { compileQuery } = DefaultQueryCompiler.prototype;
DefaultQueryCompiler.prototype.compileQuery = function (...query) {
  const compiled = compileQuery.apply(this, query);
  appendFileSync(process.env.STATEMENTS, `${compiled.sql.replaceAll('\n', ' ')}\n`);
  return compiled;
};
