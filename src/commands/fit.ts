/**
 * lossctl fit [FILE…]
 *
 * Fits a linear model by gradient descent, says how close to the best one it is, and judges gates.
 */
import type { Command } from "commander";
import { EXIT } from "../errors.ts";
import { declareFitOptions, type FitOptions } from "./fit-options.ts";
import { inputsOf } from "./inputs.ts";
import type { CommandIo } from "./io.ts";

const EXAMPLES = `
Penalties of other tools (a, r, c, k are theirs, n is the number of rows):
  sklearn Lasso(alpha=a)                   --no-standardize --l1 2a
  sklearn ElasticNet(alpha=a, l1_ratio=r)  the same with --l1 2ar --l2 a(1-r)
  sklearn Ridge(alpha=a)                   --no-standardize --l2 a/n
  sklearn LogisticRegression(C=c)          the same with --l2 1/(2cn), log-loss
  glmnet, gaussian (lambda=k, alpha=1)     --l1 2k
  glmnet, binomial (lambda=k, alpha=r)     --l1 kr --l2 k(1-r)/2, log-loss
  vw --l1 a --l2 b                         --no-standardize --l1 a --l2 b/2;
                                           about, since its steps are online

Losses with corners (mae, quantile) have no gradient there: what descends is a
smooth objective that comes ever closer; the certificate is of the loss itself.

Examples:
  lossctl fit data.csv --target price --model model.json
  lossctl fit data.csv --target price --test 0.2 --max test.rmse=25

Exit codes: 0 computed, gates passed; 1 a gate failed; 2 wrong usage; 3 input or
output not usable, or the descent diverged, and then no model is written; 70 a
fault of lossctl.`;

export function registerFit(program: Command, io: CommandIo, settle: (code: number) => void): void {
  const command = program
    .command("fit")
    .summary("linear model by gradient descent, with a certificate of optimality")
    .description(
      "Fits a linear model by gradient descent and says how close it came to the best one: without further options, one of the last numeric column by all others.",
    )
    .argument(
      "[file...]",
      "CSV, TSV or NDJSON, plain or compressed; several are one data set; - or none: standard input",
    )
    .usage("[options] [file...]");
  declareFitOptions(command);
  command.addHelpText("after", EXAMPLES).action(async (files: string[], options: FitOptions) => {
    const inputs = inputsOf(files, command, io);
    if (inputs === null) return settle(EXIT.usage);
    // Loaded where it is needed: other commands start without it.
    const { runFit } = await import("./run-fit.ts");
    settle(await runFit(inputs, options, io));
  });
}
