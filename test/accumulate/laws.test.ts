import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Law, laws, type Subject } from "./laws.ts";
import { anyRows, hardRows, infiniteRows } from "./rows.ts";
import { sketchSubjects } from "./sketch-subjects.ts";
import { accumulatorSubjects, groupBySubject, seriesSubject, worstSubject } from "./subjects.ts";

function obeys<A>(subject: Subject<A>): void {
  describe(`${subject.name} obeys`, () => {
    test.each(Object.entries(laws))("%s", (_, law: Law) => {
      expect(law(subject, [])).toEqual([]);
      expect(law(subject, hardRows)).toEqual([]);
      expect(law(subject, infiniteRows)).toEqual([]);
      fc.assert(
        fc.property(anyRows, (rows) => {
          expect(law(subject, rows)).toEqual([]);
        }),
        { numRuns: 15 },
      );
    });
  });
}

for (const subject of accumulatorSubjects()) obeys(subject);
for (const subject of sketchSubjects) obeys(subject);
for (const limit of [1, 3, 100]) obeys(worstSubject(limit));
obeys(seriesSubject);
obeys(groupBySubject);
