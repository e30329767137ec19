/** SQL text -> statements. Never throws; what is wrong goes to the bag, and reading goes on after it. */
import type { DiagnosticBag } from "../diagnostics/diagnostic.ts";
import type { SourceText } from "../diagnostics/span.ts";
import type { Statement } from "./ast.ts";
import { Cursor } from "./cursor.ts";
import { lex } from "./lexer.ts";
import { parseStatement, refused } from "./parse-statement.ts";

/** The statements of one file in order. A statement with an error is there as far as it could be understood. */
export function parse(source: SourceText, bag: DiagnosticBag): Statement[] {
  const c = new Cursor(source, lex(source, bag), bag);
  const statements: Statement[] = [];
  while (c.peek().kind !== "end") {
    if (c.accept(";")) continue;
    if (c.isBroken) {
      statements.push(refused("unknown", c.span()));
      c.skipStatement();
      continue;
    }
    statements.push(parseStatement(c));
    if (c.isStopped) c.skipStatement();
    else if (!c.atEnd) expectSemicolon(c);
  }
  return statements;
}

/** A statement is over, but its semicolon is missing. What begins another statement is read as one. */
function expectSemicolon(c: Cursor): void {
  const span = c.span();
  if (c.at("CREATE") || c.at("SELECT") || c.at("WITH")) {
    const before = { ...span, end: span.start };
    c.fail("`;` before it")?.try("; before the statement", [{ span: before, text: "; " }]);
    c.resume();
  } else {
    c.fail("`;` or the end of the text");
    c.skipStatement();
  }
}
