using System.Text;
using System.Text.RegularExpressions;

namespace Vitrine.Seals;

/// <summary>Ways by which the product or its build takes in code from elsewhere.</summary>
internal sealed class UpdatePathRule : ScreeningRule
{
    private const int After = 500;

    private static readonly (string Text, bool Downloads)[] Words =
    [
        ("curl ", true), ("wget ", true), ("Invoke-WebRequest", true), ("DownloadFile", true), ("DownloadString", true), ("URLDownloadToFile", true), ("urlretrieve", true), ("http.Get(", true),
        ("autoUpdater", false), ("checkForUpdate", false), ("check_for_update", false), ("self_update", false), ("selfUpdate", false), ("SelfUpdate", false), ("UpdateManager", false), ("appcast", false),
        ("update_url", false), ("updateUrl", false), ("UpdateUrl", false), ("UPDATE_URL", false), ("firmware_update", false), ("firmware_upgrade", false), ("fwupdate", false), ("sysupgrade", false),
    ];

    private static readonly Regex Piped = new(
        @"\|\s*(?:sudo\s+)?(?:/[\w/]*/)?(?:ba|da|z)?sh(?:\s|$|[;)""'`])|\|\s*(?:sudo\s+)?(?:python[23]?|perl|node|ruby)(?:\s|$)|\|\s*iex\b|^\s*iex\b|\bsh\s+-c\s+[""']?\$\(\s*(?:curl|wget)|\beval\s+[""']?\$\(\s*(?:curl|wget)|(?:^|[\s;&|])(?:ba|da|z)?sh\s+<\(\s*(?:curl|wget)|(?:^|[\s;&|])(?:\.|source)\s+<\(\s*(?:curl|wget)",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static readonly Regex Used = new(
        @"chmod\s+(?:a|u)?\+?x|chmod\s+[0-7]*7[0-7]{2}\b|\bexec[lv]|\bsystem\s*\(|Process\.Start|subprocess\.|\brename\s*\(|MoveFileEx|File\.(?:Move|Replace)|os\.replace|os\.Rename|dlopen|LoadLibrary|Assembly\.Load|Start-Process|(?:^|[\s;&])(?:ba)?sh\s+\.?/?\w",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    public override string Id => "update-path";

    public override string Title => "Way in for new code";

    public override ScreeningSeverity Severity => ScreeningSeverity.High;

    public override ScreeningAudience Audience => ScreeningAudience.Reviewer;

    public override string Description =>
        "What is downloaded is given to a shell in the same line (high), or started, loaded or put in another's place within the next lines (medium); names of updaters (low).";

    public override string FalsePositives => "Manuals and scripts for developers. Documents and comments are left out; what stands in tests is low.";

    internal override IReadOnlyList<Anchor> Anchors { get; } = [.. Words.Select(word => new Anchor(word.Text))];

    internal override void Examine(ScreenedFile file, int at, int anchor, Hits hits)
    {
        var (word, downloads) = Words[anchor];
        if (!(file.Is(FileRole.Code | FileRole.Build) && (!file.Is(FileRole.Document) || file.Is(FileRole.Build))) || file.Parts.IsComment(at) || ((char.IsAsciiLetterLower(word[0]) || word == "SelfUpdate") && !CodeText.Begins(file.Text, at)) || IsLonger(file.Text, at, word))
        {
            return;
        }

        var start = file.LineStart(at, After);
        var end = file.LineEnd(at, After);
        var line = Encoding.Latin1.GetString(file.Text[start..end]);
        ScreeningSeverity severity;
        string what;
        if (!downloads)
        {
            (severity, what) = (ScreeningSeverity.Low, "An updater is named");
        }
        else if (Piped.IsMatch(line))
        {
            (severity, what) = (ScreeningSeverity.High, "What is downloaded is run at once");
        }
        else if (Used.IsMatch(Encoding.Latin1.GetString(file.Text[at..Math.Min(file.Text.Length, at + After)])))
        {
            (severity, what) = (ScreeningSeverity.Medium, "Something is downloaded, and something is run or replaced right after it");
        }
        else
        {
            return;
        }

        hits.Add(this, at, word.Length, file.Is(FileRole.Test) ? ScreeningSeverity.Low : severity, $"{what}: {CodeText.Show(file.Text[start..end])}");
    }

    /// <summary>What updates an address, for another reason: the name of an updater's address ends where the word does.</summary>
    private static bool IsLonger(ReadOnlySpan<byte> text, int at, string word) =>
        word.EndsWith("url", StringComparison.OrdinalIgnoreCase) && at + word.Length < text.Length && Alphabet.Word.Contains(text[at + word.Length]);
}
