// What `heldout --help` prints.

export const HELP = `Heldout finds mistakes in Python ML code that invalidate its results, and runs ONNX models.

Usage: heldout <command> [options]

  check [PATH…]         Check Python files and notebooks (default: this folder)
  rule [NAME]           List the rules, or explain one
  model show FILE       Show what an ONNX model is: inputs, outputs, operators, size
  model run FILE        Run a model on given values, rows of a table, zeros or random ones
  model check FILE      Say what looks wrong about a run: the first NaN, inputs on the wrong scale
  model profile FILE    Where the time of a run goes, node by node
  model compare A B     What differs between two models and what they give, or from a saved result
  model test DIR…       Run ONNX test folders and compare the outputs
  flow FILE[:LINE]      Show what the checker knows of the data at each line
  --version, --help

Options of check:
  --format FORMAT       text (default), json, sarif or github
  --fix                 Make the safe fixes in the files
  --unsafe-fixes        With --fix or --diff: make those too that need a look
  --diff                Print the fixes as a patch; write nothing
  --select NAME,…       Run only these rules or categories
  --ignore NAME,…       Do not run these rules or categories
  --jobs N              Check on N threads (default: as many as are worth it)
  --exit-zero           Exit with 0 even if there are findings
  --stdin-filename F    Check standard input as if it were the file F

Settings: [tool.heldout] in the nearest pyproject.toml, or heldout.toml.
To silence a finding: # heldout: ignore[rule-name] the reason
Exit status: 0 no findings, 1 findings, 2 something could not be checked.
`;
