import { testPair } from "../support/test-pair.ts";

testPair("13", "15");
testPair("13", "18");
testPair("15", "17");
