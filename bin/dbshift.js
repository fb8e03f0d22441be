#!/usr/bin/env node
// Plain CommonJS in old syntax: a Node too old for dbshift must still parse this file and say so.
"use strict";

var fs = require("fs");
var path = require("path");

var root = path.join(__dirname, "..");
var manifest = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));

function supports(range, version) {
  var wanted = /^(\^|>=)(\d+)\.(\d+)\.(\d+)$/.exec(range.trim());
  if (wanted === null) return false;
  var found = version.split(".");
  if (wanted[1] === "^" && Number(found[0]) !== Number(wanted[2])) return false;
  for (var i = 0; i < 3; i++) {
    var difference = parseInt(found[i], 10) - Number(wanted[i + 2]);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function inWords(range) {
  return range
    .trim()
    .replace(/^\^((\d+).*)/, "$1 or a later $2")
    .replace(/^>=(.*)/, "$1 or later");
}

function refuse(sentence) {
  process.stderr.write("dbshift: " + sentence + "\n");
  process.exitCode = 2;
}

function start() {
  var ranges = manifest.engines.node.split("||");
  var supported = ranges.some(function (range) {
    return supports(range, process.versions.node);
  });
  if (!supported) {
    var wanted = ranges.map(inWords).join(", ");
    return refuse("needs Node.js " + wanted + "; this is " + process.versions.node + ".");
  }
  if (process.argv.length === 3 && process.argv[2] === "--version") {
    process.stdout.write(manifest.name + " " + manifest.version + "\n");
    return undefined;
  }
  if (!fs.existsSync(path.join(root, "dist", "cli", "main.js"))) {
    return refuse("is not built yet. Type: npm run build");
  }
  // The run mostly waits; a young heap that grows to 48 MB for the sake of speed would only take memory from the database.
  require("v8").setFlagsFromString("--semi-space-growth-factor=1");
  require("module").enableCompileCache();
  return import("../dist/cli/main.js");
}

start();
