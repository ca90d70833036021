using System.Collections.Immutable;

namespace Vitrine.Web.Tests;

/// <summary>The reading desk over this repository's own files.</summary>
internal static class SampleReading
{
    private const string Path = "src/Vitrine.Proofs/Digest.cs";
    private const string Pattern = "TryParse";

    private static readonly DateTimeOffset Now = SampleShell.Now;

    /// <summary>A file of this repository, from the copy beside the tests.</summary>
    public static string[] Source(string name) =>
        System.IO.File.ReadAllLines(System.IO.Path.Combine(AppContext.BaseDirectory, "Samples", "Sources", name));

    public static ImmutableArray<CodeLine> Colour(string path, string[] lines) =>
    [
        .. SyntaxColours.Colour(path, lines).Select((spans, index) => new CodeLine(index + 1, spans)),
    ];

    private static SessionFacts Session => new(
        "7f3a", Now.AddMinutes(-102), Now, TimeSpan.FromMinutes(10), Now.AddHours(1), 10_480, 20_000, SampleEngagements.Coverage);

    private static ImmutableArray<TreeNode> Tree =>
    [
        Folder("build", FileSeen.None, false, File("pack.sh"), File("sign.sh")),
        Folder("docs", FileSeen.None, false, File("seal.md"), File("log.md")),
        Folder("src", FileSeen.Part, true,
            Folder("Vitrine.Gate", FileSeen.Part, false, File("Program.cs", FileSeen.Part)),
            Folder("Vitrine.Log", FileSeen.Part, true,
                File("LogOptions.cs", FileSeen.Whole),
                File("Sequencer.cs", FileSeen.Part, 2),
                File("TileLog.cs", FileSeen.Part),
                File("TileLog.Recovery.cs"),
                File("TileReader.cs")),
            Folder("Vitrine.Proofs", FileSeen.Part, true,
                File("CanonicalJson.cs", FileSeen.Whole),
                File("Checkpoint.cs", FileSeen.Reviewed),
                new TreeNode("Digest.cs", "#", FileSeen.Part, 2, Current: true),
                File("Dsse.cs", FileSeen.Part),
                File("Ed25519.cs", FileSeen.Reviewed, 1),
                File("InclusionProof.cs", FileSeen.Whole),
                File("LogPosition.cs", FileSeen.Reviewed, 1),
                File("Merkle.cs", FileSeen.Reviewed),
                File("MerkleTree.cs", FileSeen.Part),
                File("Note.cs", FileSeen.Whole),
                File("NoteKey.cs", FileSeen.Whole),
                File("Policy.cs"),
                File("SigstoreBundle.cs"),
                File("Statement.cs"),
                File("TilePath.cs", FileSeen.Reviewed)),
            Folder("Vitrine.Seals", FileSeen.None, false, File("SealStore.cs"))),
        Folder("tests", FileSeen.None, false, File("MerkleTests.cs")),
        File("Directory.Build.props", FileSeen.Whole),
        File("LICENSE"),
    ];

    public static ReadingView Desk
    {
        get
        {
            var source = Source("Digest.cs");
            var number = 8;
            var lines = SyntaxColours.Colour(Path, source).Select((spans, index) => Line(index + 1, spans, source[index], ref number)).ToImmutableArray();
            return new ReadingView(
                SampleShell.For(SampleShell.Reviewer, "Engagements"),
                "E-7",
                SampleShell.Product,
                SampleShell.Version,
                SampleShell.Root,
                Session,
                Routes.Mark("7f3a"),
                Tree,
                212,
                new FileFrame(
                    Path, SampleShell.Digest(100), $"{Routes.Reading("E-7")}?file={Path}", source.Sum(line => line.Length + 1), "C#", source.Length, lines, null, null, null,
                    18_377, SampleShell.Digest(101), Now),
                Found(source),
                Notes,
                NoteDraft.Blank,
                ReadingPanel.Search,
                ReadingFolds.None);
        }
    }

    public static ReadingView NoFile => Desk with { File = null, Search = null, Notes = [], Panel = ReadingPanel.Session };

    public static ReadingView NotesOpen => Desk with
    {
        Panel = ReadingPanel.Notes,
        Draft = new NoteDraft(14, 9, "", new FieldErrors([new("to", "The last line comes before the first.")])),
    };

    public static ReadingView Folded => Desk with { Folded = ReadingFolds.Tree | ReadingFolds.Side };

    public static ReadingView Hostile
    {
        get
        {
            string[] source =
            [
                "int check(const char *user) {",
                "\tint admin = 0; /* \u202E } \u2066if (admin)\u2069 \u2066 begin admins only */",
                "\tif (strcmp(user, \"ro\u200Bot\") == 0)\u00A0{",
                "\t\treturn\u001B[31m 1; \u0007",
                "\t}",
                "\t" + string.Concat(Enumerable.Repeat("static const unsigned char table[] = { 0x00, 0x01 }; ", 12)),
                "\treturn p\u0430ssword; // \uFEFFthe a is Cyrillic",
                "}",
            ];
            var path = $"src/{SampleShell.LongName.Replace(' ', '-')}/acc\u202Eess.c";
            return Desk with
            {
                Shell = SampleShell.Long,
                Product = SampleShell.LongName,
                File = Desk.File! with
                {
                    Path = path,
                    LinesTotal = 123_456,
                    Language = "C",
                    Lines = [.. Colour(path, source).Select(line => line with { Number = line.Number + 123_000 })],
                    Previous = "#",
                    Next = "#",
                },
                Search = Desk.Search! with
                {
                    FilesSearched = 140,
                    Groups = [new SearchGroup(path, 1, [new SearchHit(1, 123_003, "#L123003", "if (strcmp(user, \"", "ro\u200Bot", "\") == 0) {")])],
                    Current = null,
                },
            };
        }
    }

    public static ReadingView Refused => Desk with
    {
        File = Desk.File! with { Lines = [], Refusal = "The budget of 20,000 lines of this engagement is used up. The host can raise it; ask with the engagement’s page." },
        Search = Desk.Search! with { Error = "Character 4 of the pattern opens a group that is never closed: “foo(”. Write \\( for the character itself, or switch the regular expression off." },
    };

    private static CodeLine Line(int number, ImmutableArray<CodeSpan> spans, string text, ref int hit)
    {
        List<(int, int, int)> hits = [];
        for (var at = text.IndexOf(Pattern, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Pattern, at + 1, StringComparison.Ordinal))
        {
            hits.Add((at, Pattern.Length, hit++));
        }

        return new CodeLine(
            number,
            SyntaxColours.WithHits(spans, hits),
            number < 30 ? LineSeen.Reviewed : number < 46 ? LineSeen.DweltOn : number < 72 ? LineSeen.Delivered : LineSeen.Never,
            number switch
            {
                35 => [new LineMark(LineMarkKind.Note, "Note by Ines Aalto: upper case is refused before decoding", "#N-12")],
                50 => [new LineMark(LineMarkKind.Finding, "Finding: the message does not say which character is wrong", "#F-30")],
                _ => [],
            });
    }

    private static SearchView Found(string[] source)
    {
        List<SearchHit> hits = [];
        var number = 8;
        for (var index = 0; index < source.Length; index++)
        {
            for (var at = source[index].IndexOf(Pattern, StringComparison.Ordinal); at >= 0; at = source[index].IndexOf(Pattern, at + 1, StringComparison.Ordinal))
            {
                hits.Add(new SearchHit(number++, index + 1, $"?file={Path}&q={Pattern}#L{index + 1}", source[index][..at].TrimStart(), Pattern, source[index][(at + Pattern.Length)..]));
            }
        }

        return new SearchView(
            Pattern, false, false, "src/**", 61, 19, 198, 198, TimeSpan.FromMilliseconds(14),
            [
                new SearchGroup("src/Vitrine.Gate/Program.cs", 4,
                [
                    new(4, 31, "?file=src/Vitrine.Gate/Program.cs#L31", "if (!Options.", "TryParse", "(args, out var options, out var error))"),
                    new(5, 58, "?file=src/Vitrine.Gate/Program.cs#L58", "var known = GateState.", "TryParse", "(text, out var state);"),
                ]),
                new SearchGroup("src/Vitrine.Log/TileReader.cs", 2,
                [
                    new(6, 77, "?file=src/Vitrine.Log/TileReader.cs#L77", "return TilePath.", "TryParse", "(name, out var path) ? Open(path) : null;"),
                    new(7, 103, "?file=src/Vitrine.Log/TileReader.cs#L103", "if (!Checkpoint.", "TryParse", "(note, out var checkpoint))"),
                ]),
                new SearchGroup(Path, hits.Count, [.. hits]),
            ],
            10,
            "#",
            null);
    }

    private static ImmutableArray<NoteView> Notes =>
    [
        new("N-12", null, "Upper case is refused before decoding", "One digest has one spelling. FromHexString alone would take both; the range check closes that.", Path, 34, 37, "#L34", "Ines Aalto", Now.AddMinutes(-31), true),
        new("N-11", null, "Who closes the handle when recovery throws?", null, "src/Vitrine.Log/Sequencer.cs", 77, 83, "#", "Per Holm", Now.AddHours(-29), false),
        new("F-30", Severity.Low, "The message does not say which character is wrong", "Whoever mends a policy by hand has to count 64 digits. Name the position.", Path, 50, 50, "#L50", "Ines Aalto", Now.AddMinutes(-12), true),
        new("F-31", Severity.High, "Length is added before it is bounded", null, "src/Vitrine.Proofs/LogPosition.cs", 14, 19, "#", "Ines Aalto", Now.AddDays(-2), false),
    ];

    private static TreeNode Folder(string name, FileSeen seen, bool open, params TreeNode[] children) =>
        new(name, null, seen, children.Sum(child => child.Notes), open, false, [.. children]);

    private static TreeNode File(string name, FileSeen seen = FileSeen.None, int notes = 0) => new(name, "#", seen, notes);
}
