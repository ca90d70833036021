using System.Diagnostics;
using System.Globalization;
using Vitrine.Proofs.Tests;

// usage: agree PROGRAM [COUNT] [SEED]   PROGRAM is agree.go, built.
var proofs = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 100_000;
var seed = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : Environment.TickCount;
Console.WriteLine($"seed {seed}");
var start = Stopwatch.GetTimestamp();
using var agreement = new GoAgreement(args[0], seed);
var tally = agreement.Run(proofs);
Console.WriteLine($"{tally.Whole} proofs made alike by both, ours accepted by Go and Go's by us; {tally.Corrupted} corrupted, {tally.Refused} of them refused by both, " +
    $"the others still true; no disagreement. {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
