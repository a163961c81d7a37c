import fc from "fast-check";
import { expect, test } from "vitest";
import { readCsv } from "../../src/io/csv-text.ts";
import { InstanceError } from "../../src/util/errors.ts";

interface Read {
  names: readonly string[];
  rows: string[][];
  lines: number[];
}

function read(text: string): Read {
  const found: Read = { names: [], rows: [], lines: [] };
  readCsv(text, "t.csv", {
    names: (names) => {
      found.names = names;
    },
    row: (cells, line) => {
      found.rows.push(cells);
      found.lines.push(line);
    },
  });
  return found;
}

const two = (text: string) => expect(read(text).rows);
const TWO = [
  ["x", "1h"],
  ["y", "2h"],
];

test.each([
  ["commas", "id,runtime\nx,1h\ny,2h\n"],
  ["no line break at the end", "id,runtime\nx,1h\ny,2h"],
  ["semicolons", "id;runtime\nx;1h\ny;2h\n"],
  ["tabs", "id\truntime\nx\t1h\ny\t2h\n"],
  ["a first line that says so", "sep=;\nid;runtime\nx;1h\ny;2h\n"],
  ["a first line in quotes that says so", '"sep=;"\r\nid;runtime\r\nx;1h\r\ny;2h\r\n'],
  ["a first line that says tabs", "SEP=\t\nid\truntime\nx\t1h\ny\t2h\n"],
  ["a byte order mark", "\uFEFFid,runtime\nx,1h\ny,2h\n"],
  ["a byte order mark and a first line", "\uFEFFsep=;\nid;runtime\nx;1h\ny;2h\n"],
  ["carriage returns", "id,runtime\r\nx,1h\r\ny,2h\r\n"],
  ["carriage returns alone", "id,runtime\rx,1h\ry,2h\r"],
  ["spaces after commas", "id, runtime\nx, 1h\ny , 2h \n"],
  ["spaces around quotes", 'id, "runtime"\n "x", "1h" \n"y" ,"2h"\n'],
  ["a comma behind each row", "id,runtime,\nx,1h,\ny,2h,\n"],
  ["a comma behind the names alone", "id,runtime,\nx,1h\ny,2h\n"],
  ["commas behind the rows alone", "id,runtime\nx,1h,\ny,2h,,\n"],
  ["empty rows", "\n\nid,runtime\n\nx,1h\n,\n   \ny,2h\n,,,\n"],
])("reads %s", (_what, text) => {
  expect(read(text).names).toEqual(["id", "runtime"]);
  two(text).toEqual(TWO);
});

test("cells in quotes hold separators, line breaks and quotes; lines are counted behind them", () => {
  const text = 'a,b\n"1,2","x\n""y"""\n\n"3"," 4 "\n5"6,"7"\n';
  expect(read(text)).toEqual({
    names: ["a", "b"],
    rows: [
      ["1,2", 'x\n"y"'],
      ["3", " 4 "],
      ['5"6', "7"],
    ],
    lines: [2, 5, 6],
  });
});

test("a list may stand in quotes where semicolons divide columns", () => {
  two('id;eligible\nx;"eu;us"\n').toEqual([["x", "eu;us"]]);
});

test.each([
  ["a|b\n1|2\n", /line 1: expected columns apart by ",", ";" or tabs, got "a\|b"/],
  ["sep=|\na|b\n", /line 1: expected columns apart by .* got "sep=\|"/],
  ['a,b\n1,"2\n3\n', /line 2: column 2: a text in quotes that does not end/],
  ['a,b\n"1\n1","2\n3\n', /line 3: column 2: a text in quotes that does not end/],
  ['a,b\n1,"2" x\n', /line 2: column 2: a text behind the closing quote/],
  ["a,b\n1\n", /line 2: expected 2 cells, got 1$/],
  ["a,b\n1,0,5\n", /line 2: expected 2 cells, got 3; .* with "," in it stands in quotes/],
  ["a;b\n1;2;3\n", /line 2: expected 2 cells, got 3; .* with ";" in it stands in quotes/],
])("names the row and the column of what it cannot read: %j", (text, says) => {
  expect(() => read(text)).toThrow(InstanceError);
  try {
    read(text);
  } catch (error) {
    expect((error as InstanceError).issues[0]?.message).toMatch(says);
  }
});

test("goes on behind a row that is none where faults are collected", () => {
  const faults: string[] = [];
  const rows: string[][] = [];
  readCsv('a,b\n1\n2,"3"x\n4,5\n', "t", {
    names: () => undefined,
    row: (cells) => rows.push(cells),
    fault: (line, message) => faults.push(`${line} ${message}`),
  });
  expect(rows).toEqual([["4", "5"]]);
  expect(faults).toEqual([
    "2 expected 2 cells, got 1",
    "3 column 2: a text behind the closing quote",
  ]);
});

test("whatever the dialect, a table that was written is read", () => {
  const cell = fc.oneof(
    fc.constantFrom(
      "",
      "0",
      "1,5",
      "a;b",
      'say "x"',
      "two\nlines",
      "two\r\nlines",
      " outer ",
      "\t",
    ),
    fc.string({ maxLength: 6 }),
  );
  const table = fc
    .integer({ min: 2, max: 5 })
    .chain((width) =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 6 }),
    );
  const dialect = fc.record({
    separator: fc.constantFrom(",", ";", "\t"),
    end: fc.constantFrom("\n", "\r\n"),
    mark: fc.boolean(),
    said: fc.boolean(),
    behind: fc.boolean(),
    quoteAll: fc.boolean(),
    spaces: fc.boolean(),
  });
  fc.assert(
    fc.property(
      table,
      dialect,
      (rows, { separator, end, mark, said, behind, quoteAll, spaces }) => {
        const width = rows[0]?.length ?? 2;
        const written = (text: string) => {
          const plain = /^[^\s",;\t](?:[^",;\t\r\n]*[^\s",;\t])?$/.test(text);
          const shown = plain && !quoteAll ? text : `"${text.replaceAll('"', '""')}"`;
          return spaces ? ` ${shown} ` : shown;
        };
        const names = Array.from({ length: width }, (_, c) => `n${c}`);
        const lines = [names, ...rows].map(
          (cells) => cells.map(written).join(separator) + (behind ? separator : "") + end,
        );
        const text = `${mark ? "\uFEFF" : ""}${said ? `sep=${separator}${end}` : ""}${lines.join("")}`;
        const kept = rows.filter((cells) => cells.some((one) => one !== ""));
        expect(read(text)).toMatchObject({ names, rows: kept });
      },
    ),
  );
});
