#!/usr/bin/env node
require("../dist/lossctl.cjs");
