import { testPair } from "../support/test-pair.ts";

testPair("15", "16");
testPair("16", "17");
testPair("17", "18");
