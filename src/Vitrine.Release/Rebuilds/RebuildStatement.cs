using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Vitrine.Artifacts;
using Vitrine.Proofs;

namespace Vitrine.Release;

/// <summary>A rebuild's result as the statement that is signed and logged.</summary>
public static class RebuildStatement
{
    private const int LongestExplanation = 400;

    /// <summary>The predicate for a rebuild whose files were compared, whatever the verdicts.</summary>
    /// <param name="result">What came of it.</param>
    /// <param name="seal">The root of the seal that the source was.</param>
    /// <param name="builder">URI of the rebuilder.</param>
    /// <param name="invocationId">The rebuilder's name for this rebuild.</param>
    /// <exception cref="InvalidOperationException">Nothing was compared.</exception>
    public static RebuildPredicate ToPredicate(this RebuildResult result, Digest seal, string builder, string invocationId)
    {
        RequireFiles(result);
        return new RebuildPredicate(
            seal,
            result.Recipe.Json,
            result.Recipe.Digest,
            Describe(result),
            result.Closure.Digest,
            builder,
            invocationId,
            WholeSeconds(result.Started),
            WholeSeconds(result.Finished),
            [.. result.Files.Select(Compared)]);
    }

    /// <summary>The rebuilt files, the statement's subjects.</summary>
    /// <exception cref="InvalidOperationException">Nothing was compared.</exception>
    public static IEnumerable<Subject> ToSubjects(this RebuildResult result)
    {
        RequireFiles(result);
        return result.Files.Select(file => Subject.File(file.Name, file.Rebuilt));
    }

    /// <summary>The comparison's verdict in the words of statements.</summary>
    internal static RebuildVerdict ToRebuildVerdict(this ComparisonVerdict verdict) => verdict switch
    {
        ComparisonVerdict.Identical => RebuildVerdict.Identical,
        ComparisonVerdict.SameButForSignatures => RebuildVerdict.SameButForSignatures,
        ComparisonVerdict.Equivalent => RebuildVerdict.Equivalent,
        ComparisonVerdict.Different => RebuildVerdict.Different,
        _ => RebuildVerdict.NotComparable,
    };

    private static void RequireFiles(RebuildResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Files.IsEmpty)
        {
            throw new InvalidOperationException($"Nothing was compared: {result.Failure}");
        }
    }

    private static RebuildComparison Compared(RebuiltFile file) => new(
        file.Name,
        file.Shipped,
        file.Rebuilt,
        file.Comparison.Verdict.ToRebuildVerdict(),
        [.. file.Comparison.Explanations.GroupBy(explanation => (explanation.Normaliser, explanation.Version)).Select(Applied)]);

    // One line a normaliser: a package of a thousand members is not a thousand lines.
    private static AppliedNormaliser Applied(IGrouping<(string Name, int Version), Explanation> explanations)
    {
        var first = explanations.First();
        var text = first.Member.Length == 0 ? first.What : $"{first.Member}: {first.What}";
        var more = explanations.Count() - 1;
        return new AppliedNormaliser(
            first.Normaliser,
            first.Version.ToString(CultureInfo.InvariantCulture),
            ShownText.Line(text, LongestExplanation) + (more == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" (and {more} more)")));
    }

    // Integers only, and no wall-clock times of single runs: two statements of the same rebuild differ in little.
    private static JsonElement Describe(RebuildResult result) => CanonicalJson.Parse(CanonicalJson.From(json =>
    {
        json.WriteStartObject();
        json.WriteString("sandbox", "bubblewrap");
        json.WriteString("sandboxVersion", SandboxEnvironment.Version);
        json.WriteString("architecture", RuntimeInformation.ProcessArchitecture.ToString());
        json.WriteString("kernel", Environment.OSVersion.Version.ToString());
        json.WriteNumber("runs", result.Runs.Length);
        if (result.Runs.Length > 1)
        {
            json.WriteString("runsAgree", result.Files.Max(file => file.Noise!.Verdict).ToWord());
        }

        json.WriteStartObject("tools");
        foreach (var (tool, version) in result.Runs[0].Versions)
        {
            json.WriteString(tool, version);
        }

        json.WriteEndObject();
        json.WriteStartArray("closure");
        foreach (var part in result.Closure.Parts)
        {
            json.WriteStartObject();
            json.WriteString("path", part.Path);
            json.WriteString("sha256", part.Digest.ToHex());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }));

    private static DateTimeOffset WholeSeconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
