using System.Diagnostics;
using System.Globalization;
using Vitrine.Lab;
using Vitrine.Seals;

// usage: diff make STORE SOURCE | diff STORE OLDER NEWER [--list]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var path = args[1];
using var keys = LabKeys.Of(path);
using var store = new SealStore(path, keys, TimeProvider.System);
if (args[0] == "make")
{
    using var tree = SealSource.Open(args[2], null, CancellationToken.None);
    using var domain = DomainKey.FromBytes(new byte[DomainKey.Size]);
    Console.WriteLine((await store.MakeAsync(tree, domain, new SealOptions { Accept = SealProblems.Acceptable.Values.ToHashSet() }, null, CancellationToken.None)).Root);
    return;
}

var start = Stopwatch.GetTimestamp();
using var pair = await SealPair.OpenAsync(store, RootOf(args[2]), RootOf(args[3]));
var opened = Stopwatch.GetElapsedTime(start);
var changes = TreeDiff.Of(pair.Older.Whole, pair.Newer.Whole, null, CancellationToken.None);
var compared = Stopwatch.GetElapsedTime(start);
if (args is [.., "--list"])
{
    foreach (var file in changes.Files)
    {
        Console.WriteLine($"{file.Kind}\t{file.IsSameContent}\t{file.From}\t{file.Path}\t{file.AddedLines}\t{file.RemovedLines}");
    }

    return;
}

Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{opened.TotalSeconds:0.000} {compared.TotalSeconds:0.000} {changes.Files.Length} {changes.Files.Sum(file => file.AddedLines)} {changes.Files.Sum(file => file.RemovedLines)} {changes.Files.Sum(file => file.Functions.Changed.Length)} {changes.Files.Sum(file => file.Functions.Added.Length)} {changes.Files.Sum(file => file.Functions.Removed.Length)} {changes.Files.Sum(file => file.Functions.Gained.Length)} {changes.Unread.Length}"));

static SealRoot RootOf(string text) => SealRoot.TryParse(text, out var root) ? root : throw new ArgumentException($"{text} is no root.");
