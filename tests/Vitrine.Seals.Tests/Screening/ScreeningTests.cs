using System.Text;
using FsCheck;
using FsCheck.Fluent;
using static Vitrine.Seals.Tests.Planted;

namespace Vitrine.Seals.Tests;

public sealed class ScreeningTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_Seal_OrdersFindingsBySeverityPathAndLine()
    {
        var token = "ghp" + "_" + Draw(Base62, 36);
        using var seal = await Sealing.OpenAsync(
            _folder,
            ("b/two.c", Encoding.UTF8.GetBytes($"a\u001Bb\n{token}\n\n{token}\n")),
            ("a/one.c", Encoding.UTF8.GetBytes($"a\u200Bb {token}")),
            ("c/none.c", "int main;\n"u8.ToArray()));

        var result = Screening.Run(seal.Whole, null, CancellationToken.None);

        Assert.Equal(
            [("a/one.c", 1, "github-token"), ("b/two.c", 2, "github-token"), ("b/two.c", 4, "github-token"), ("a/one.c", 1, "invisible-character"), ("b/two.c", 1, "control-character")],
            result.Findings.Select(finding => (finding.Path, finding.Line!.Value, finding.Rule)));
        Assert.Equal((3, seal.Whole.Measure.Bytes, false), (result.Files, result.Bytes, result.Partial));
        Assert.Equal(seal.Whole.File("a/one.c").Digest, result.Findings[0].Content);
        Assert.Empty(result.Cuts);
    }

    [Fact]
    public async Task Run_Scope_SaysNothingOfWhatIsOutside()
    {
        var token = Encoding.UTF8.GetBytes("ghp" + "_" + Draw(Base62, 36));
        using var seal = await Sealing.OpenAsync(_folder, ("in/a", token), ("out/a", token));

        var result = Screening.Run(seal.In(Scope.Of(["in/**"], [])), null, CancellationToken.None);

        Assert.Equal(["in/a"], result.Findings.Select(finding => finding.Path));
        Assert.Equal((1, (long)token.Length), (result.Files, result.Bytes));
    }

    [Fact]
    public async Task Run_ManyFindingsInAFile_AreCutAndTheWorstKept()
    {
        var token = "ghp" + "_" + Draw(Base62, 36);
        var text = string.Concat(Enumerable.Range(0, 500).Select(i => $"a\u001Bb\u200Bc\u200Ed s\u0441ope\n")) + token;
        using var seal = await Sealing.OpenAsync(_folder, ("a", Encoding.UTF8.GetBytes(text)), ("b", "ghp"u8.ToArray()));

        var result = Screening.Run(seal.Whole, null, CancellationToken.None);

        Assert.True(result.Partial);
        Assert.Equal([new ScreeningCut("a", ScreeningCutReason.FindingsOfFile)], result.Cuts);
        Assert.Equal(Screening.MaxFindingsPerFile, result.Findings.Count);
        Assert.Equal(("github-token", 501), (result.Findings[0].Rule, result.Findings[0].Line));
    }

    [Fact]
    public async Task Run_MoreFindingsThanATreeMayHave_KeepsTheWorstWhateverTheOrder()
    {
        var lines = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a\u001Bb\u200Bc\n", 50)));
        var files = Enumerable.Range(0, 130).Select(i => ($"f{i:000}", lines)).ToArray();
        using var seal = await Sealing.OpenAsync(_folder, files);

        var first = Screening.Run(seal.Whole, null, CancellationToken.None);
        var second = Screening.Run(seal.Whole, null, CancellationToken.None);

        Assert.Equal(Screening.MaxFindings, first.Findings.Count);
        Assert.Equal(first.Findings, second.Findings);
        Assert.Equal(130 * 50, first.Findings.Count(finding => finding.Severity == ScreeningSeverity.Medium));
        Assert.Equal([new ScreeningCut(null, ScreeningCutReason.FindingsOfTree)], first.Cuts);
        Assert.True(first.Partial);
    }

    [Fact]
    public async Task Run_DamagedFile_IsPartialAndTheOthersAreScreened()
    {
        var token = Encoding.UTF8.GetBytes("ghp" + "_" + Draw(Base62, 36));
        var large = new byte[100_000];
        new Random(1).NextBytes(large);
        using var store = TestKeys.Store(_folder["store"]);
        var made = await store.MakeAsync(_folder.Write("tree/large", large).Write("tree/token", token)["tree"]);
        var pack = Directory.GetFiles(_folder["store/packs"]).Single();
        var bytes = await File.ReadAllBytesAsync(pack);
        bytes[1000] ^= 1;
        await File.WriteAllBytesAsync(pack, bytes);
        using var seal = store.Open(made.Root);

        var result = Screening.Run(seal.Whole, null, CancellationToken.None);

        Assert.Equal([new ScreeningCut("large", ScreeningCutReason.Unread)], result.Cuts);
        Assert.Equal((true, 1), (result.Partial, result.Files));
        Assert.Equal("token", Assert.Single(result.Findings).Path);
    }

    [Fact]
    public async Task Run_LinksAndSubmodules_AreNotFollowed()
    {
        _folder.Write("tree/a", "a").Link("tree/link", "a");
        using var store = TestKeys.Store(_folder["store"]);
        using var seal = store.Open((await store.MakeAsync(_folder["tree"], Sealing.AcceptingAll)).Root);

        Assert.Equal(1, Screening.Run(seal.Whole, null, CancellationToken.None).Files);
    }

    [Fact]
    public async Task Run_Progress_EndsWithAllFilesAndCancellationStops()
    {
        using var seal = await Sealing.OpenAsync(_folder, ("a", "a"u8.ToArray()), ("b", "bb"u8.ToArray()));
        var progress = new Last();
        using var stop = new CancellationTokenSource();

        Screening.Run(seal.Whole, progress, CancellationToken.None);
        stop.Cancel();

        Assert.Equal(2, progress.Value.Files);
        Assert.ThrowsAny<OperationCanceledException>(() => Screening.Run(seal.Whole, null, stop.Token));
    }

    [Fact]
    public async Task Run_OwnRepository_HasNoHighFindingOutsideOfVectors()
    {
        var repository = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Path.Exists(Path.Combine(repository!.FullName, ".git")))
        {
            repository = repository.Parent;
        }

        using var store = TestKeys.Store(_folder["store"]);
        var made = await store.MakeAsync(Sealing.Git(repository.FullName));
        using var seal = store.Open(made.Root);

        var result = Screening.Run(seal.Whole, null, CancellationToken.None);

        Assert.All(result.Cuts, cut => Assert.True(cut.Path is { } path && IsVector(path), $"{cut.Path}: {cut.Reason}"));
        var high = result.Findings.Where(finding => finding.Severity == ScreeningSeverity.High);
        Assert.All(high, finding => Assert.True(IsVector(finding.Path), $"{finding.Path}:{finding.Line}: {finding.Message}"));
    }

    [Fact]
    public void Rules_All_AreNamedAndExplained()
    {
        Assert.All(Screening.Rules, rule =>
        {
            Assert.Matches("^[a-z]+(-[a-z]+)*$", rule.Id.Replace("0", "o", StringComparison.Ordinal));
            Assert.NotEmpty(rule.Title);
            Assert.EndsWith(".", rule.Description, StringComparison.Ordinal);
            Assert.EndsWith(".", rule.FalsePositives, StringComparison.Ordinal);
        });
        Assert.Equal(Screening.Rules.Count, Screening.Rules.Select(rule => rule.Id).Distinct().Count());
    }

    [Fact]
    public void Rules_Folder_HasOneFileForEach() =>
        Assert.Equal(
            typeof(ScreeningRule).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ScreeningRule)) && !type.IsAbstract && type.Name.EndsWith("Rule", StringComparison.Ordinal)).Select(type => type.Name).Order(StringComparer.Ordinal),
            Screening.Rules.Select(rule => rule.GetType().Name).Order(StringComparer.Ordinal));

    [Fact]
    public void OfFile_AnyBytes_NeverThrows()
    {
        // Pieces that rules look for, in any order and cut anywhere, among any bytes.
        var pieces = Screening.Rules.SelectMany(rule => rule.Anchors).Select(anchor => Encoding.ASCII.GetBytes(anchor.Text)).ToArray();
        byte[][] others =
        [
            [0], [0xE2, 0x80], [0xE2, 0x80, 0xAE], [0xF3, 0xA0, 0x84, 0x80], [0xD0, 0xB0], [0xFF, 0xFE], [0x30, 0x82], [0xDE, 0x12, 4, 0x95, 0, 0, 0, 0, 1, 0, 0, 0, 28, 0, 0, 0],
            .. ((string[])["\n", "=\"", "-----", "PRIVATE KEY-----", "@", ".eyJ"]).Select(Encoding.ASCII.GetBytes),
        ];
        var piece = Gen.OneOf(
            Gen.Elements(pieces),
            Gen.Elements(others),
            Gen.ArrayOf(Gen.Choose(0, 255).Select(value => (byte)value)),
            Gen.Choose(1, 60).Select(length => Encoding.ASCII.GetBytes(Draw(Base62, length))));
        var content = Gen.ListOf(piece).Select(list => list.SelectMany(bytes => bytes).ToArray());

        Prop.ForAll(content.ToArbitrary(), bytes =>
        {
            var findings = ((string[])["a.env", "a.c", "login.py", "Makefile", "a.csv"]).SelectMany(path => Screen(path, bytes)).ToArray();
            var lines = new SealText(bytes).LineCount;
            return findings.All(finding => finding.Line is null == finding.Column is null && finding.Line is null or >= 1 && (finding.Line ?? 1) <= Math.Max(lines, 1));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void OfFile_ContentMadeToBeSlow_IsDoneInOnePass()
    {
        // Each repeats what makes a rule look ahead; were that unbounded, this test would not end.
        string[] units =
        [
            "-----BEGIN ", "-----BEGIN PRIVATE KEY-----", "password=", "password_password.", "password=\"a1", "://a:", "a:b@c://", "eyJ", "eyJ.",
            ".eyJ", "AKIA", "\u202E", "\u2067a\u2069", "\u200B", "s\u0441", "\u0441\u043E\u0441 ", "glagent-", "LS0tLS1CRUdJT", "PuTTY-User-Key-File-",
            "PuTTY-User-Key-File-2", ":AA", "SK0", "-us1", "AC00112233445566778899aabbccddeeff ", "sig=", "8Q~", "\u001B", "A1", "MDAx", "oy2", "\u0430", "aaaaaaaa\u2014",
            "strcmp(p,\"abcd\")", "== \"abcde\"", "0x41,", "4111 1111 ", "DE44 ", "cpf ", "a@b.cd ", "eval $x | sh ", "xz -d ", "curl ", "system(", "\"8.8.8.8\"",
        ];

        Assert.All(units, unit =>
        {
            var content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(unit, 2_000_000 / unit.Length)));
            Assert.All((string[])["a.env", "login.c", "Makefile"], path => Assert.InRange(Screen(path, content).Count, 0, Screening.MaxFindingsPerFile));
        });
    }

    [Fact]
    public void OfFile_LargeLine_GivesColumnsInUtf16()
    {
        var finding = Assert.Single(Screen("a", "\U0001F600é" + "ghp" + "_" + Draw(Base62, 36)));

        Assert.Equal((1, 4), (finding.Line, finding.Column));
    }

    private static bool IsVector(string path) => path.StartsWith("vectors/", StringComparison.Ordinal) || path.StartsWith("tests/vectors/", StringComparison.Ordinal);

    private sealed class Last : IProgress<SealProgress>
    {
        public SealProgress Value { get; private set; }

        public void Report(SealProgress value) => Value = value;
    }
}
